@chcp 65001 >nul
@where py >nul 2>nul || (echo 缺少 Python：请先安装 Python 3.11 至 3.13。& exit /b 1)
@py -3 "%~dp0setup.py" test %*
