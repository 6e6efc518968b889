#include <bursar/report/texts.hpp>
#include <catch2/catch.hpp>
