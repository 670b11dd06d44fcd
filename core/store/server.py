"""The larger store: one PostgreSQL for several computers, opened like the local one.

What the server or the network refuses becomes a sentence wherever the engine is used.
"""

import re
import secrets
from typing import Any

from sqlalchemy import Connection, Engine, ExceptionContext, MetaData, create_engine, event, inspect
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from core.errors import Conflict, Invalid, UserError
from core.record import UNHELD
from core.store import dialect

SCHEME = "postgresql"
BUSY = "等了 10 秒还不能写入：另一台电脑正在保存。这一步没有保存，原有内容不受影响，请稍后再试。"
MOVED = "station_moved"

_POOL = 3
_PROGRAM = "grid-station"
_OLDEST = 13
_LOCK = "LOCK TABLE alembic_version IN EXCLUSIVE MODE"
# A computer that vanishes (power, cable) gives its lock back within half a minute.
_SESSION = (
    "-c lock_timeout=10s -c idle_in_transaction_session_timeout=10min "
    "-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3"
)
_REACH = {
    "connect_timeout": 5,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 20_000,
    "client_encoding": "utf8",
}

_OTHERS = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND "
    "starts_with(application_name, %(program)s) AND "
    "application_name <> current_setting('application_name')"
)
_UTF8 = (
    "SELECT pg_encoding_to_char(encoding) = 'UTF8' FROM pg_database "
    "WHERE datname = current_database()"
)
_BY_CODE = "SELECT 'B' < 'a' AND '张' < '王'"

_AWAY = (
    "连不上数据库服务器，这一步没有办成，已保存的内容都在服务器上。"
    "请检查网线和服务器是否开机，再试一次；仍不行请找管理员。"
)
_UNSURE = (
    "正在保存时与数据库服务器断开了，不能确定这一步是否已经存上。"
    "请恢复连接后先刷新列表核对，没有存上再重新保存。"
)
_MAKING = "CREATE DATABASE 库名 TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C';"
_UNFIT = f"这个数据库的字符编码或排序规则不合适，没有写入任何内容。请管理员另建一个：{_MAKING}"
_SAYS: dict[str, str] = {
    "28P01": "数据库服务器不认这个口令或用户。请向管理员核对后重新输入，没有改动任何内容。",
    "28000": "数据库服务器不许这台电脑或这个用户登录。请管理员检查服务器的登录设置。",
    "3D000": f"数据库服务器上没有这个数据库。请管理员先建好：{_MAKING}",
    "42P01": "这个站点的数据已经从服务器移走，这里不能再保存。请关闭程序，问清新的存放位置再打开。",
    "42501": "数据库用户的权限不够，没有改动任何内容。请管理员让这个用户成为数据库的所有者。",
    "53100": "数据库服务器的磁盘满了，这一步没有保存，原有内容不受影响。请管理员腾出空间后再试。",
    "53300": "数据库服务器的连接已经用满，这一步没有办成。请稍后再试，或请管理员放宽连接数。",
    "25006": "数据库服务器现在只能查看，不能保存。原有内容不受影响，请管理员检查服务器。",
    "25P03": "这一步停得太久，服务器已把它取消，没有保存。请重新办理。",
    "40001": "别的电脑刚好也在改，这一步没有保存，您的内容还在。请再保存一次。",
    "40P01": "别的电脑刚好也在改，这一步没有保存，您的内容还在。请再保存一次。",
}
_WAITED = "55P03"
_HEARD = (
    ("password authentication failed|Password 认证失败|密码认证失败", "28P01"),
    ('database ".*" does not exist|数据库 ".*" 不存在', "3D000"),
    ("too many clients|connection slots|太多的客户", "53300"),
    (r"pg_hba\.conf", "28000"),
)


def address(typed: str) -> str:
    """A typed address in its one form; a password may not stand in it."""
    try:
        url = make_url(typed.strip())
    except (ArgumentError, ValueError):
        raise Invalid(_unclear(typed)) from None
    if url.password is not None:
        raise Invalid("地址里不要写口令：口令另外输入，密封后才存。请去掉地址里的口令再试。")
    if url.drivername not in {SCHEME, "postgres"} or not all(
        (url.host, url.database, url.username)
    ):
        raise Invalid(_unclear(typed))
    return url.set(drivername=SCHEME, port=url.port or 5432).render_as_string()


def _unclear(typed: str) -> str:
    return f"看不懂数据库地址“{typed}”。请写成 {SCHEME}://用户@服务器:5432/库名 。"


def told(place: str) -> str:
    """An address as people say it: server and database, and as whom."""
    url = make_url(place)
    return f"{url.host}:{url.port} 的数据库“{url.database}”（用户 {url.username}）"


def open_server(place: str, password: str) -> Engine:
    """An engine on the database at `place`, with the password of the user named there.

    A connection with the execution option `writing` first waits for every other writer, and only
    then gets its snapshot, so that it sees what they wrote; every other connection cannot write.
    """
    url: URL = make_url(place).set(drivername=dialect.NAME, password=password)
    engine = create_engine(
        url,
        pool_size=_POOL,
        pool_pre_ping=True,
        hide_parameters=True,
        isolation_level="REPEATABLE READ",
        connect_args={**_REACH, "options": _SESSION, "application_name": _own_name()},
    )
    event.listen(engine, "begin", _begin)
    event.listen(engine, "handle_error", _refused, retval=True)
    return engine


def _own_name() -> str:
    """What the server knows this window by, unlike every other."""
    return f"{_PROGRAM}-{secrets.token_hex(4)}"


def _begin(connection: Connection) -> None:
    options = connection.get_execution_options()
    writing = bool(options.get("writing"))
    raw: Any = connection.connection.dbapi_connection
    raw.read_only = not writing
    if writing and not options.get("founding"):
        connection.exec_driver_sql(_LOCK)


def _refused(context: ExceptionContext) -> UserError | None:
    """The sentence for what the server refused; none for a defect of this program."""
    if context.is_pre_ping:
        return None
    if context.connection is None:
        return Invalid(_unreached(str(context.original_exception)))
    known = _named(context.original_exception)
    if known is None and context.is_disconnect:
        return Invalid(_AWAY if context.statement else _UNSURE)
    return known


def _named(error: BaseException) -> UserError | None:
    """The sentence for what the server names by a code, or for a value it cannot hold."""
    from psycopg import DataError

    state = getattr(error, "sqlstate", None) or ""
    if state == _WAITED:
        return Conflict(BUSY)
    if state in _SAYS:
        return Invalid(_SAYS[state])
    return Invalid(UNHELD) if isinstance(error, DataError) else None


def _unreached(words: str) -> str:
    """Why there is no connection: before there is one the driver has words only, no code."""
    return next((_SAYS[state] for heard, state in _HEARD if re.search(heard, words)), _AWAY)


def refuse_unfit(engine: Engine) -> None:
    """Refuse a server or a database in which a station could not live; it must be empty."""
    with engine.connect() as connection:
        version, *_ = connection.dialect.server_version_info or (0,)
        if version < _OLDEST:
            raise Invalid(f"数据库服务器的版本太旧（{version}），请管理员升级到 {_OLDEST} 或更新。")
        if not all(connection.exec_driver_sql(one).scalar() for one in (_UTF8, _BY_CODE)):
            raise Invalid(_UNFIT)
        if inspect(connection).get_table_names():
            raise Invalid("这个数据库里已经有数据，没有写入任何内容。请管理员另建一个空的数据库。")


def refuse_company(engine: Engine) -> None:
    """Refuse while another computer has the station open."""
    with engine.connect() as connection:
        others = connection.exec_driver_sql(_OTHERS, {"program": _PROGRAM}).scalar_one()
    if others:
        raise Invalid("还有别的电脑开着这个站点。请先把它们的窗口都关闭，再移动数据。")


def mark_moved(connection: Connection) -> None:
    """Close this copy for good: nobody can save in it, or open it by mistake."""
    connection.exec_driver_sql(f"ALTER TABLE alembic_version RENAME TO {MOVED}")


def clear(engine: Engine) -> None:
    """Empty the database again, after a move that could not be ended."""
    metadata = MetaData()
    with engine.execution_options(writing=True).begin() as connection:
        metadata.reflect(connection)
        metadata.drop_all(connection)


def refuse_moved(engine: Engine) -> None:
    """Refuse a database whose station was moved back into a local file."""
    with engine.connect() as connection:
        if inspect(connection).has_table(MOVED):
            raise Invalid(_SAYS["42P01"])
