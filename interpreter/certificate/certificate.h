#pragma once

#include "interpreter/evaluate/derivation.h"
#include "interpreter/evaluate/payment.h"
#include "interpreter/statement/statement.h"
#include "lang/check/checked.h"

#include <optional>
#include <string>
#include <vector>

/// What the other side's expert needs to run the same again and get the same bytes: each place where something was lost, and hashes of all that
/// the run has read. No clock and no folder of this machine stands in it: the same run gives the same certificate.
namespace whereas::certificate {

/// A file that the run has read.
struct FileRead {
  std::string role;  ///< `contract`, `used by the contract`, `data`, …
  std::string name;  ///< of the contract's own files as seen from its folder; of any other without its folder
  std::size_t bytes = 0;
  std::string sha256;
};

/// A payment that was rounded, or is a part of a rounded pool.
struct RoundedPayment {
  std::string clause;
  std::string period;  ///< `2026-Q1`
  std::string from;
  std::string to;
  Number exact;
  statement::Money paid;
  std::string how;  ///< `rounded to 2 decimal places, half even`

  /// What the rounding gave the payee (the payer where it is below zero).
  Number moved() const { return paid.amount - exact; }
};

/// A figure that the contract rounds on the way to payments.
struct RoundedFigure {
  std::string words;
  std::string how;
  std::string at;  ///< `deal.deal:11:23`; empty where the contract names no place
  std::optional<Period> window;
  Number exact;
  Number rounded;
  bool is_rate = false;
  std::vector<std::string> clauses;  ///< whose payments stand on it; none: only a promise or a condition looked at it
};

/// What roundings of payments gave a party in all; what they took from it where it is below zero.
struct Gain {
  std::string party;
  std::optional<std::string> currency;
  Number amount;
};

struct Certificate {
  std::string deal;
  std::optional<std::string> scenario;
  std::optional<Period> term;
  std::optional<Date> settled_to;            ///< where data ends before the term
  std::size_t payments = 0;
  std::vector<RoundedPayment> rounded;       ///< in the order of the statement
  std::vector<RoundedFigure> figures;        ///< in the order in which they were worked out
  std::vector<Gain> gains;                   ///< in the order of the parties; of each currency they add up to zero
  std::vector<std::string> not_rounded;      ///< clauses whose payments are exact
  std::vector<std::string> broken_promises;  ///< what the contract promises and the run does not keep
  std::vector<FileRead> files;
  std::string statement;                     ///< SHA-256 of the same run's `--format csv`
};

/// The name of a file of the contract as seen from the contract's folder, wherever that lies.
std::string name_beside(const std::string& contract, const std::string& file);

/// Of a run that wrote its reasons down (evaluate::Options::derive) and has one amount for each payment. Every rounding is done a second time; a
/// payment that is not what its rounding makes of its exact amount is a fault of the program: std::logic_error. `root`: the contract's own text.
Certificate certify(const statement::Statement& stated, const evaluate::Payments& payments, const evaluate::Derivation& derivation,
                    const check::CheckedContract& contract, const Sources& sources, SourceId root);

/// For people, and as one JSON object with the same members.
std::string write_text(const Certificate& certificate, bool colour = false);
std::string write_json(const Certificate& certificate);

}  // namespace whereas::certificate
