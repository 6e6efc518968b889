#!/bin/sh
# build.sh COMPILER HOST_FOLDER OUT_FOLDER   a host without CMake: compiles and links by what pkg-config says.
set -eu
compiler=$1 host=$2 out=$3
# The words of pkg-config's answer are arguments of their own; it escapes blanks in paths, as a Makefile's shell reads them.
eval "set -- $(pkg-config --cflags --libs bursar)"
"$compiler" -std=c++20 "$host/money_host.cpp" -o "$out/money_host" "$@"
eval "set -- $(pkg-config --cflags --libs bursar-sqlite)"
"$compiler" -std=c++20 "$host/store_host.cpp" -o "$out/store_host" "$@"
