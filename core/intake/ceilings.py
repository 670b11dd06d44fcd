"""How much of the machine a process that reads foreign files may take: set by itself, for good."""

import sys

MEMORY = 2 << 30
_SECONDS = 200
"""More than any reading may take: ends a process whose station was killed meanwhile."""

_FORBIDDEN = frozenset(
    {
        "socket.connect",
        "socket.bind",
        "socket.getaddrinfo",
        "socket.gethostbyname",
        "socket.sendto",
        "subprocess.Popen",
        "os.system",
        "os.exec",
        "os.fork",
        "os.posix_spawn",
        "os.startfile",
    }
)


def lower() -> None:
    """From now on this process gets no more memory than a share, calls nobody, writes no file."""
    sys.addaudithook(_refuse)
    if sys.platform == "win32":
        _join_job()
    else:
        _limit()


def _refuse(event: str, _told: tuple[object, ...]) -> None:
    """Nothing a file says makes this process call out or start another."""
    if event in _FORBIDDEN:
        raise PermissionError(event)


if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    class _Basic(ctypes.Structure):
        """JOBOBJECT_BASIC_LIMIT_INFORMATION."""

        _fields_ = (
            ("process_time", ctypes.c_int64),
            ("job_time", ctypes.c_int64),
            ("flags", wintypes.DWORD),
            ("least_set", ctypes.c_size_t),
            ("most_set", ctypes.c_size_t),
            ("processes", wintypes.DWORD),
            ("affinity", ctypes.c_size_t),
            ("priority", wintypes.DWORD),
            ("scheduling", wintypes.DWORD),
        )

    class _Extended(ctypes.Structure):
        """JOBOBJECT_EXTENDED_LIMIT_INFORMATION."""

        _fields_ = (
            ("basic", _Basic),
            ("counters", ctypes.c_uint64 * 6),
            ("process_memory", ctypes.c_size_t),
            ("job_memory", ctypes.c_size_t),
            ("peak_process", ctypes.c_size_t),
            ("peak_job", ctypes.c_size_t),
        )

    _EXTENDED = 9
    _TIME, _ALONE, _SHARE, _NO_BOX = 0x2, 0x8, 0x100, 0x400

    def _join_job() -> None:
        """A job of one process: its memory and its time are limited, it starts no other."""
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.CreateJobObjectW.restype = wintypes.HANDLE
        kernel.GetCurrentProcess.restype = wintypes.HANDLE
        limits = _Extended(process_memory=MEMORY)
        limits.basic.flags = _TIME | _ALONE | _SHARE | _NO_BOX
        limits.basic.processes = 1
        limits.basic.process_time = _SECONDS * 10_000_000
        job = wintypes.HANDLE(kernel.CreateJobObjectW(None, None))
        told = ctypes.byref(limits), ctypes.sizeof(limits)
        kernel.SetInformationJobObject(job, _EXTENDED, *told)
        kernel.AssignProcessToJobObject(job, wintypes.HANDLE(kernel.GetCurrentProcess()))

else:

    def _limit() -> None:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
