"""Code tables agree with the code that branches on them."""

from core import codes
from core.rights import RIGHTS


def test_roles_of_the_table_are_the_roles_of_the_code():
    assert {item.code for item in codes.table("role").items} == set(RIGHTS)
