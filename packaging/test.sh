#!/usr/bin/env bash
command -v python3 >/dev/null || { echo "缺少 Python：请先安装 Python 3.11 至 3.13（软件包 python3）。" >&2; exit 1; }
exec python3 "$(dirname "$0")/setup.py" test "$@"
