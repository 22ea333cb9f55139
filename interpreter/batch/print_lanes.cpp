#include "interpreter/batch/print_lanes.h"

#include "interpreter/batch/mixed.h"
#include "lang/number/notation.h"
#include "lang/program/program.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <optional>

namespace whereas::batch {

namespace {

/// Figures are taken to be cents, rates to have four decimals.
constexpr int places_of_cents = 2;
constexpr int places_of_rates = 4;
constexpr std::size_t most_steps = 40;
constexpr std::size_t most_kinds = 12;

/// The words of the contract, or of a file that it uses, on one line.
std::string words_at(Span said, const check::CheckedContract& contract, const Sources& sources) {
  const Source& source = sources[said.source];
  std::string words(source.slice(said));
  words = words.substr(0, words.find('\n'));
  constexpr std::size_t most = 60;
  if (words.size() > most) words = words.substr(0, words.rfind(' ', most)) + " …";
  const std::string file = said.source == contract.program->root().source ? "" : std::string(source.name()) + ", ";
  return fmt::format("{}line {}, `{}`", file, source.place_of(said.begin).line, words);
}

class Printer {
 public:
  Printer(const Compiled& compiled, const check::CheckedContract& contract, const data::Table& table, const Sources& sources)
      : compiled_(compiled), formulas_(compiled.formulas), contract_(contract), table_(table), sources_(sources), made_for_(formulas_.count()) {
    for (const InputFigure& figure : compiled.inputs) {
      const bool is_one = is_rate(contract.inputs[figure.input]);
      forms_.push_back(is_one ? form_of_rate(places_of_rates, figure.may_be_negative) : InputForm{places_of_cents, figure.may_be_negative});
    }
    without_ = without_units(formulas_, forms_);
  }

  std::string print() {
    const Mixed mixed(formulas_, compiled_.amounts, compiled_.unforeseen, forms_);
    std::string text = fmt::format("many scenarios, {} at a time: {} formulas over {} figures for the whole term\n", lanes, formulas_.count(), compiled_.inputs.size());
    if (mixed.batch()) {
      const int bits = mixed.batch()->bits();
      const std::string narrow = bits > 0 ? fmt::format("below {} in lanes of 64 bits, ", power(bits)) : "";
      text += fmt::format("  figures in cents {}below {} in lanes of 128 bits, others as Numbers of any size\n", narrow, power(mixed.batch()->wide_bits()));
    }
    text += fmt::format("  the lane of a step is the one that it needs for figures below {} cents and rates of four decimals below 400%; [2] is the second step of the period\n", power(usual_bits));
    number_steps();
    std::vector<check::ClauseId> clauses;
    for (const evaluate::Payment& payment : compiled_.payments) {
      if (std::find(clauses.begin(), clauses.end(), payment.settled_as) == clauses.end()) clauses.push_back(payment.settled_as);
    }
    for (const check::ClauseId clause : clauses) text += print_clause(clause);
    return text + print_slow();
  }

 private:
  static std::string power(int bits) { return fmt::format("2^{}", bits); }

  /// A formula that a payment is the first to need, by its place among them.
  struct Made {
    std::size_t payment = 0;
    std::size_t number = 0;  ///< from 1; 0: none
  };

  void number_steps() {
    steps_.resize(compiled_.payments.size());
    for (std::size_t payment = 0; payment < compiled_.payments.size(); ++payment) {
      std::vector<bool> needed(formulas_.count(), false);
      needed[compiled_.amounts[payment]] = true;
      std::vector<FormulaId> found;
      for (FormulaId id = static_cast<FormulaId>(formulas_.count()); id-- > 0;) {
        if (!needed[id] || is_leaf(id) || made_for_[id].number > 0) continue;
        found.push_back(id);
        formulas_.for_each_operand(id, [&](FormulaId operand) { needed[operand] = true; });
      }
      std::reverse(found.begin(), found.end());
      for (std::size_t place = 0; place < found.size(); ++place) made_for_[found[place]] = {payment, place + 1};
      steps_[payment] = std::move(found);
    }
  }

  bool is_leaf(FormulaId id) const { return formulas_[id].form == Form::constant || formulas_[id].form == Form::input; }

  /// What of the steps is the same in every period of a kind: figures of other periods and other constants are not.
  std::string kind_of(std::size_t payment) const {
    std::string kind;
    const auto add_operand = [&](FormulaId id) {
      const Formula& formula = formulas_[id];
      if (formula.form == Form::constant) kind += "k";
      else if (formula.form == Form::input) kind += fmt::format("i{}", compiled_.inputs[formula.a].input);
      else kind += fmt::format("{}{}", made_for_[id].payment == payment ? "s" : "e", made_for_[id].number);
      kind += " ";
    };
    for (const FormulaId id : steps_[payment]) {
      kind += fmt::format("{}/{} ", static_cast<int>(formulas_[id].form), lane_of(id).size());
      formulas_.for_each_operand(id, add_operand);
    }
    if (steps_[payment].empty()) add_operand(compiled_.amounts[payment]);
    return kind;
  }

  const std::string& lane_of(FormulaId id) const {
    const auto [known, is_new] = lanes_.try_emplace(id);
    if (!is_new) return known->second;
    known->second = "Number";
    if (without_[id]) return known->second;
    const std::optional<Program> program = Program::of(formulas_, {id}, {}, forms_);
    if (!program) return known->second;
    if (program->bits_of_lanes().value_or(0) >= usual_bits) known->second = "64 bits";
    else if (program->bits_of_wide_lanes().value_or(0) >= usual_bits) known->second = "128 bits";
    return known->second;
  }

  std::string operand(FormulaId id, std::size_t payment) const {
    const Formula& formula = formulas_[id];
    if (formula.form == Form::constant) return grouped(formulas_.number(id));
    if (formula.form == Form::input) {
      const InputFigure& figure = compiled_.inputs[formula.a];
      const data::Series& series = *table_.series[figure.input];
      std::string name = contract_.inputs[figure.input].name;
      const std::vector<std::string>& values = series.columns[figure.column].values;
      if (!values.empty()) name += fmt::format(" of {}", fmt::join(values, ", "));
      return name + " " + series.calendar.label(series.periods[figure.place], series.frequency);
    }
    const Made& made = made_for_[id];
    if (made.payment == payment) return fmt::format("[{}]", made.number);
    const evaluate::Payment& other = compiled_.payments[made.payment];
    const bool is_own = other.settled_as == compiled_.payments[payment].settled_as;
    return fmt::format("[{}] of {}{}", made.number, is_own ? "" : "\"" + other.title + "\" ", other.label);
  }

  std::string words(FormulaId id, std::size_t payment) const {
    const Formula& formula = formulas_[id];
    const std::string a = operand(formula.a, payment);
    const auto b = [&] { return operand(formula.b, payment); };
    switch (formula.form) {
      case Form::constant:
      case Form::input: return operand(id, payment);
      case Form::add:
        if (formulas_.is_constant(formula.b) && formulas_.number(formula.b).is_negative()) return a + " - " + grouped(-formulas_.number(formula.b));
        return a + " + " + b();
      case Form::subtract: return a + " - " + b();
      case Form::multiply: return a + " x " + b();
      case Form::scale: return a + " x " + grouped(formulas_.number(id));
      case Form::divide: return a + " / " + b();
      case Form::least: return fmt::format("the lesser of {} and {}", a, b());
      case Form::greatest: return fmt::format("the greater of {} and {}", a, b());
      case Form::round: return fmt::format("{} rounded to {} decimal places, {}", a, formula.places, whereas::words(formula.mode));
      case Form::less: return fmt::format("whether {} is under {}", a, b());
      case Form::both: return fmt::format("whether {} and {}", a, b());
      case Form::either: return fmt::format("whether {} or {}", a, b());
      case Form::opposite: return fmt::format("whether not {}", a);
      case Form::choose: return fmt::format("{} where {}, else {}", b(), a, operand(formula.c, payment));
    }
    return {};
  }

  std::string print_clause(check::ClauseId clause) {
    std::vector<std::pair<std::string, std::vector<std::size_t>>> kinds;
    std::vector<FormulaId> amounts;
    std::string title;
    for (std::size_t payment = 0; payment < compiled_.payments.size(); ++payment) {
      if (compiled_.payments[payment].settled_as != clause) continue;
      title = compiled_.payments[payment].title;
      amounts.push_back(compiled_.amounts[payment]);
      const std::string kind = kind_of(payment);
      const auto same = std::find_if(kinds.begin(), kinds.end(), [&](const auto& one) { return one.first == kind; });
      if (same != kinds.end()) same->second.push_back(payment);
      else kinds.push_back({kind, {payment}});
    }
    std::string text = fmt::format("\n\"{}\": {} in {}\n", title, counted(amounts.size(), "payment"), counted(kinds.size(), "kind"));
    text += limits(amounts);
    for (std::size_t kind = 0; kind < kinds.size() && kind < most_kinds; ++kind) text += print_kind(kinds[kind].second);
    if (kinds.size() > most_kinds) text += fmt::format("  … and {} more\n", counted(kinds.size() - most_kinds, "kind"));
    return text;
  }

  static std::string counted(std::size_t count, const char* noun) { return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s"); }

  /// For which figures the clause by itself stays in which lanes.
  std::string limits(const std::vector<FormulaId>& amounts) const {
    if (std::all_of(amounts.begin(), amounts.end(), [&](FormulaId id) { return formulas_.is_constant(id); })) return "  known beforehand: no figure changes it\n";
    std::vector<FormulaId> whole;
    for (const FormulaId id : amounts) {
      if (!without_[id]) whole.push_back(id);
    }
    const std::optional<Program> program = whole.empty() ? std::nullopt : Program::of(formulas_, whole, {}, forms_);
    if (!program || program->bits_of_wide_lanes().value_or(0) < usual_bits) return "  Number\n";
    const int bits = program->bits_of_lanes().value_or(0);
    const std::string narrow = bits > 0 ? fmt::format("64 bits for figures below {}, 128 bits below {}", power(bits), power(program->bits_of_wide_lanes().value_or(0)))
                                        : fmt::format("128 bits for figures below {}", power(program->bits_of_wide_lanes().value_or(0)));
    return fmt::format("  {}{}\n", whole.size() < amounts.size() ? "Number in part; else " : "", narrow);
  }

  std::string print_kind(const std::vector<std::size_t>& payments) {
    const std::size_t first = payments.front();
    const std::string& label = compiled_.payments[first].label;
    std::string text = payments.size() == 1 ? fmt::format("  {}\n", label) : fmt::format("  {}, and {} like it to {}\n", label, counted(payments.size() - 1, "period"), compiled_.payments[payments.back()].label);
    if (steps_[first].empty()) return text + fmt::format("    {}\n", operand(compiled_.amounts[first], first));
    Span before;
    for (std::size_t place = 0; place < steps_[first].size() && place < most_steps; ++place) {
      const FormulaId id = steps_[first][place];
      const Span said = formulas_.said(id);
      const bool is_said_anew = said.end > said.begin && (place == 0 || said != before);
      before = said;
      if (is_said_anew) text += fmt::format("    {}\n", words_at(said, contract_, sources_));
      text += fmt::format("      [{}]{} {:<9} {}\n", place + 1, place < 9 ? " " : "", lane_of(id), words(id, first));
      bool is_below = without_[id];
      formulas_.for_each_operand(id, [&](FormulaId operand) { is_below = is_below || (!is_leaf(operand) && lane_of(operand) == "Number"); });
      if (lane_of(id) == "Number" && !is_below && std::find(large_.begin(), large_.end(), said) == large_.end()) large_.push_back(said);
    }
    if (steps_[first].size() > most_steps) text += fmt::format("      … and {} more\n", counted(steps_[first].size() - most_steps, "step"));
    return text;
  }

  /// Why steps are Numbers.
  std::string print_slow() const {
    std::vector<Span> said;
    std::vector<Span> small;
    for (FormulaId id = 0; id < formulas_.count(); ++id) {
      bool is_below = false;
      formulas_.for_each_operand(id, [&](FormulaId operand) { is_below = is_below || without_[operand]; });
      if (!without_[id] || is_below) continue;
      std::vector<Span>& into = formulas_[id].form == Form::divide ? said : small;
      if (std::find(into.begin(), into.end(), formulas_.said(id)) == into.end()) into.push_back(formulas_.said(id));
    }
    if (said.empty() && small.empty() && large_.empty()) return {};
    std::string text = "\nNumbers, and what is made of them:\n";
    for (const Span one : said) text += fmt::format("  {}: a division by a figure, whose decimals need not end\n", words_at(one, contract_, sources_));
    for (const Span one : small) text += fmt::format("  {}: so many decimals that no whole number of them fits a lane\n", words_at(one, contract_, sources_));
    for (const Span one : large_) text += fmt::format("  {}: for figures of that size it can pass 128 bits\n", words_at(one, contract_, sources_));
    return text;
  }

  const Compiled& compiled_;
  const Formulas& formulas_;
  const check::CheckedContract& contract_;
  const data::Table& table_;
  const Sources& sources_;
  std::vector<InputForm> forms_;
  std::vector<bool> without_;
  std::vector<Made> made_for_;               ///< by formula
  std::vector<std::vector<FormulaId>> steps_;  ///< by payment: those that it is the first to need
  mutable std::map<FormulaId, std::string> lanes_;
  std::vector<Span> large_;                  ///< words of steps that pass the lanes
};

}  // namespace

std::string print_lanes(const Compiled& compiled, const check::CheckedContract& contract, const data::Table& table, const Sources& sources) {
  if (compiled.is_compiled()) return Printer(compiled, contract, table, sources).print();
  std::string text = "many scenarios: each is settled by itself, since these words are not written down as formulas\n";
  for (const Compiled::WhyNot& why : compiled.why_not) {
    text += why.said.end > why.said.begin ? fmt::format("  {}: {}\n", words_at(why.said, contract, sources), why.words) : fmt::format("  {}\n", why.words);
  }
  return text;
}

}  // namespace whereas::batch
