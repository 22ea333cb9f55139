#pragma once

// CLI11, which a program that starts quickly includes only here.
#include "lang/text/without_streams.h"

#include <CLI/CLI.hpp>
