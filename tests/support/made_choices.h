#pragma once

#include "tests/support/contract_writer.h"

#include <string>

namespace whereas::tests {

/// The contract with the choices made that the checker asks of it (part windows, payments below zero, what is counted again, what is kept at the end): of the
/// ways that it offers for each, the dice take one.
std::string with_choices_made(std::string deal, Dice& dice);

}  // namespace whereas::tests
