#include "lang/check/checking.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

/// Clauses that are by themselves for every value of a dimension: `clause "Royalty" for each product`. Whatever such a clause counts must be
/// given by that dimension, or every product would count all of it.
namespace whereas::check {

using namespace syntax;

namespace {

class ForEach {
 public:
  explicit ForEach(Checking& checking) : checking_(checking), contract_(checking.contract) {}

  void look_at(const ClauseInfo& info) {
    const DimensionId dimension = *info.for_each;
    const Name& said = *said_for_each(info);
    if (contract_.dimensions[dimension].of_records) {
      checking_.report.add(code::not_for_each)
          .says(fmt::format("every {} has one row, so a {} for each of them would settle once and remember nothing", said.text, info.commitment != nullptr ? "commitment" : info.waterfall != nullptr ? "waterfall" : "clause"))
          .at(said.span)
          .help(fmt::format("add what each comes to: `the sum over {} of …`", said.text));
      return;
    }
    for (const ClauseText& text : info.texts) {
      look_at_amount(info, text.clause->amount);
      for (const Proviso& proviso : text.clause->provisos) look_at_line(info, proviso);
    }
    const auto look = [&](const Expression& part) { refuse_whole(info, part); };
    for (const CommitmentText& text : info.commitment_texts) for_each_expression(*text.commitment, look);
    for (const WaterfallText& text : info.waterfall_texts) for_each_expression(*text.waterfall, look);
  }

 private:
  void look_at_amount(const ClauseInfo& info, const Amount& amount) {
    const auto* milestones = std::get_if<Milestones>(&amount.form);
    if (milestones == nullptr) return for_each_expression(amount, [&](const Expression& part) { refuse_whole(info, part); });
    for (const Milestone& sum : milestones->sums) refuse_whole(info, sum.amount);  // what is reached may be of all products together
  }

  void look_at_line(const ClauseInfo& info, const Proviso& proviso) {
    // What a clause waits for may be a figure of all products together.
    if (std::holds_alternative<WhileTrue>(proviso.form) || std::holds_alternative<OnceTrue>(proviso.form)) return;
    for_each_expression(proviso, [&](const Expression& expression) { refuse_whole(info, expression); });
    const auto* recouping = std::get_if<Recouping>(&proviso.form);
    const auto advance = recouping != nullptr ? contract_.clause_titled(recouping->advance.text) : std::nullopt;
    if (advance) require_same_advance(info, *recouping, contract_.clauses[*advance]);
  }

 public:
  void require_same_advance(const ClauseInfo& info, const Recouping& recouping, const ClauseInfo& advance) {
    if (!advance.for_each || advance.for_each == info.for_each) return;
    const std::string& name = contract_.dimensions[*advance.for_each].name;
    checking_.report.add(code::not_for_each)
        .says(fmt::format("\"{}\" is paid for each {}, and \"{}\" does not say which {}'s it recoups", advance.title, name, info.title, name))
        .at(recouping.advance.span)
        .beside(advance.span, fmt::format("for each {}", name))
        .help(fmt::format("let both be for each {}, or neither", name));
  }

 private:
  /// Reports, at the words of the clause, what is not given by its dimension.
  void refuse_whole(const ClauseInfo& info, const Expression& expression) {
    const std::string& dimension = contract_.dimensions[*info.for_each].name;
    const auto refuse = [&](const Expression& at, const std::string& what, Span declared) {
      auto& diagnostic = checking_.report.add(code::not_for_each)
                             .says(fmt::format("{} is not given by {}, so each {} would count all of it", what, dimension, dimension))
                             .at(at.span)
                             .beside(said_for_each(info)->span, fmt::format("for each {}", dimension));
      if (declared.end > declared.begin) diagnostic.beside(declared, "declared here");
      diagnostic.help(fmt::format("give it by {0}, or leave `for each {0}` out and take what is given by it with `the sum over {0} of …`", dimension));
    };
    seen_.clear();
    std::vector<const Expression*> waiting{&expression};
    while (!waiting.empty()) {
      const Expression& next = *waiting.back();
      waiting.pop_back();
      if (const auto what = counted_whole(next, *info.for_each)) return refuse(next, what->first, what->second);
      for_each_part(next, [&](const Expression& part) { waiting.push_back(&part); });
    }
  }

  /// What an expression itself, or a definition that it names, counts of all values together.
  std::optional<std::pair<std::string, Span>> counted_whole(const Expression& expression, DimensionId dimension) {
    const Symbol& symbol = contract_.symbol(expression);
    if (symbol.kind == Symbol::Kind::clause && contract_.clauses[symbol.index].for_each != dimension) {
      return std::pair(fmt::format("what \"{}\" pays", contract_.clauses[symbol.index].title), contract_.clauses[symbol.index].span);
    }
    if (symbol.kind == Symbol::Kind::input) {
      const InputInfo& input = contract_.inputs[symbol.index];
      const bool is_given = std::find(input.dimensions.begin(), input.dimensions.end(), dimension) != input.dimensions.end();
      if (!is_given && adds_up(input)) return std::pair(fmt::format("`{}`", input.name), input.declared);
    }
    if (symbol.kind != Symbol::Kind::measure || checking_.broken_measures.contains(symbol.index) || !seen_.insert(symbol.index).second) return std::nullopt;
    std::optional<std::pair<std::string, Span>> found;
    const std::function<void(const Expression&)> look = [&](const Expression& part) {
      if (!found) found = counted_whole(part, dimension);
      if (!found) for_each_part(part, look);
    };
    for (const MeasureText& text : contract_.measures[symbol.index].texts) {
      look(text.measure->value);
      for (const auto& exception : text.measure->exceptions) look(exception.value);
    }
    return found;
  }

  /// Money and quantities; a rate, a price or an exchange rate is the same for all.
  static bool adds_up(const InputInfo& input) {
    if (input.type.nature == Nature::flow) return true;
    return !input.type.units.empty() && std::all_of(input.type.units.begin(), input.type.units.end(), [](const auto& unit) { return unit.second > 0; });
  }

  Checking& checking_;
  const CheckedContract& contract_;
  std::set<MeasureId> seen_;
};

}  // namespace

void check_for_each(Checking& checking) {
  ForEach looking(checking);
  for (const ClauseInfo& info : checking.contract.clauses) {
    if (info.for_each) {
      looking.look_at(info);
      continue;
    }
    for (const ClauseText& text : info.texts) {
      for (const Proviso& proviso : text.clause->provisos) {
        const auto* recouping = std::get_if<Recouping>(&proviso.form);
        const auto advance = recouping != nullptr ? checking.contract.clause_titled(recouping->advance.text) : std::nullopt;
        if (advance) looking.require_same_advance(info, *recouping, checking.contract.clauses[*advance]);
      }
    }
  }
  for (const TogetherInfo& together : checking.contract.togethers) {
    for (std::size_t place = 0; place < together.clauses.size(); ++place) {
      const ClauseInfo& info = checking.contract.clauses[together.clauses[place]];
      if (!info.for_each || together.text->sharing != Together::Sharing::in_order) continue;
      const std::string& name = checking.contract.dimensions[*info.for_each].name;
      checking.report.add(code::not_for_each)
          .says(fmt::format("\"{}\" is paid for each {}, and the order of the {}s under one cap is not named", info.title, name, name))
          .at(together.text->titles[place].span)
          .beside(info.span, fmt::format("for each {}", name))
          .help("share what fits: `, in proportion`");
    }
  }
}

}  // namespace whereas::check
