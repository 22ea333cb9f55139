#pragma once

#include "interpreter/batch/formulas.h"
#include "interpreter/evaluate/evaluate.h"

#include <string>
#include <vector>

/// Before any figure is known, the days of a contract are: its settlement periods, its windows, which text and which tier rules when. So the
/// whole term can be written down as formulas over the figures of the data, one for each payment.
namespace whereas::batch {

/// A figure of the data that formulas ask for.
struct InputFigure {
  check::InputId input = 0;
  std::size_t column = 0;
  std::size_t place = 0;  ///< of its period
  bool may_be_negative = false;
};

/// Whether an input is a rate, whose figures are parts of 1.
inline bool is_rate(const check::InputInfo& input) { return !input.type.is_unknown() && input.type.units.empty() && !input.is_number; }

/// A promise, with whether it holds.
struct Promise {
  Span said;
  FormulaId holds = 0;
};

struct Compiled {
  Formulas formulas;
  std::vector<InputFigure> inputs;           ///< by the places that formulas have for them
  std::vector<evaluate::Payment> payments;   ///< all that is known of them without figures, in the statement's order
  std::vector<FormulaId> amounts;            ///< beside `payments`, as paid; zero where there is no such payment
  std::vector<FormulaId> made;               ///< beside `payments`: whether there is, where figures put a clause in force or not
  std::vector<FormulaId> unforeseen;         ///< where one of these conditions holds, the figures go against something that the contract takes for granted
  std::vector<Promise> promises;
  /// Why there are none of these: which words cannot be written so, each with its place. Then each set of figures is settled by itself.
  struct WhyNot {
    std::string words;
    Span said;
  };
  std::vector<WhyNot> why_not;
  bool is_compiled() const { return why_not.empty(); }
};

/// `table`: figures of the very shape that all the others have; only their values differ.
Compiled compile(const plan::Plan& plan, const check::CheckedContract& contract, const data::Table& table, const evaluate::Options& options = {});

}  // namespace whereas::batch
