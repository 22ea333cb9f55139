#include "lang/check/checking.h"
#include "lang/text/spelling.h"

#include <fmt/format.h>

#include <algorithm>

/// Amendments: which text of a clause, and which meaning of a measure, rules on which days.
namespace whereas::check {

using namespace syntax;

namespace {

class Amending {
 public:
  explicit Amending(Checking& checking) : checking_(checking), contract_(checking.contract) {}

  void take(const Amendment& amendment) {
    contract_.amendments.push_back(&amendment);
    const auto effective = effective_day(amendment);
    if (!effective) return;
    for (const auto& change : amendment.changes) {
      std::visit(match{
                     [&](const ClauseNowReads& reads) { restate(amendment, *effective, *reads.clause.title, &reads.clause, change.counting_anew); },
                     [&](const ClauseEnds& ends) { restate(amendment, *effective, ends.title, nullptr, false); },
                     [&](const NameNowMeans& means) { redefine(amendment, *effective, means.measure, change.counting_anew); },
                 },
                 change.form);
    }
  }

 private:
  std::optional<Date> effective_day(const Amendment& amendment) {
    const auto day = first_day(checking_, amendment.effective);
    if (!day || !contract_.term || contract_.term->contains(*day)) return day;
    checking_.report.add(code::outside_term)
        .says(fmt::format("the day on which the amendment takes effect, {}, lies outside the term", day->text()))
        .at(amendment.effective.span)
        .note(fmt::format("the term runs from {}", contract_.term->text()))
        .help("name a day inside it, or let the term run longer");
    return std::nullopt;
  }

  /// `text`: nothing where the clause ends.
  void restate(const Amendment& amendment, Date effective, const Name& title, const Clause* text, bool counting_anew) {
    const auto known = checking_.titles.find(title.text);
    if (known == checking_.titles.end()) return refuse_unknown_title(title);
    ClauseInfo& info = contract_.clauses[known->second];
    if (info.clause == nullptr) return refuse_obligation(info, title);
    if (!follows(last_changed_[&info], effective, title, fmt::format("\"{}\"", info.title))) return;
    for (ClauseText& before : info.texts) {
      if (before.end) continue;
      before.end = effective;
      before.stops = text == nullptr || counting_anew;
      if (text == nullptr) before.ended_by = &amendment;
    }
    if (text == nullptr) return;
    info.texts.push_back({text, &amendment, party(checking_, text->payer), party(checking_, text->payee), settlement_of(contract_.settlement, text->provisos), effective, std::nullopt,
                          counting_anew, false, nullptr});
  }

  void redefine(const Amendment& amendment, Date effective, const Measure& measure, bool counting_anew) {
    const auto known = checking_.names.find(measure.name.text);
    if (known == checking_.names.end() || known->second.kind != Symbol::Kind::measure) return refuse_unknown_measure(measure.name, known != checking_.names.end());
    MeasureInfo& info = contract_.measures[known->second.index];
    if (info.is_standard) return refuse_unknown_measure(measure.name, true);
    if (measure.parameters.size() != info.text->parameters.size() || measure.after.has_value() != info.text->after.has_value()) {
      checking_.report.add(code::wrong_arguments)
          .says(fmt::format("`{}` is restated with other costs or arguments than it is declared with", info.name))
          .at(measure.name.span)
          .beside(info.text->name.span, "declared here")
          .help("restate it with the same ones, or define a new name and restate the clauses that use it");
      return;
    }
    if (!follows(last_changed_[&info], effective, measure.name, fmt::format("`{}`", info.name))) return;
    info.texts.push_back({&measure, &amendment, effective, counting_anew});
  }

  /// An amendment written later takes effect later, where it restates the same: else it is not plain which of the two rules.
  struct Changed {
    Date day;
    Span at;
  };
  bool follows(std::optional<Changed>& last, Date effective, const Name& name, const std::string& what) {
    if (last && effective <= last->day) {
      const bool same_day = effective == last->day;
      checking_.report.add(code::two_readings)
          .says(same_day ? fmt::format("{} is changed twice on {}", what, effective.text())
                         : fmt::format("{} is changed from {}, by words that stand after a change from {}", what, effective.text(), last->day.text()))
          .at(name.span, "changed here")
          .beside(last->at, "and here")
          .note("one reading: the amendment written last rules; the other: the one that takes effect last")
          .help(same_day ? "leave out the one that is not to rule" : "write the amendments in the order in which they take effect, each saying what is to hold from its day");
      return false;
    }
    last = Changed{effective, name.span};
    return true;
  }

  void refuse_unknown_title(const Name& title) {
    std::vector<std::string> titles;
    for (const auto& clause : contract_.clauses) titles.push_back(clause.title);
    auto& diagnostic = checking_.report.add(code::unknown_name).says(fmt::format("no clause is called \"{}\"", title.text)).at(title.span);
    if (const auto near = nearest_name(title.text, titles)) {
      diagnostic.offers("did you mean", replace(title.span, fmt::format("\"{}\"", *near)));
    } else {
      diagnostic.help("an amendment restates or ends a clause of the contract; a new clause stands by itself, with `from` and its first day");
    }
  }

  void refuse_unknown_measure(const Name& name, bool is_something_else) {
    std::vector<std::string> names;
    for (const auto& measure : contract_.measures) {
      if (!measure.is_standard) names.push_back(measure.name);
    }
    auto& diagnostic = checking_.report.add(is_something_else ? code::wrong_kind : code::unknown_name)
                           .says(is_something_else ? fmt::format("`{}` is not a measure of this contract, and only its own measures can be restated", name.text)
                                                   : fmt::format("no measure is called `{}`", name.text))
                           .at(name.span);
    if (is_something_else) {
      diagnostic.help("restate the clause or the measure that uses it");
    } else if (const auto near = nearest_name(name.text, names)) {
      diagnostic.offers("did you mean", replace(name.span, *near));
    } else {
      diagnostic.help(fmt::format("define it in the contract, so that the amendment can restate it: `{} means …`", name.text));
    }
  }

  void refuse_obligation(const ClauseInfo& info, const Name& title) {
    const std::string_view kind = info.commitment != nullptr ? "commitment" : "waterfall";
    checking_.report.add(code::not_supported)
        .says(fmt::format("\"{}\" is a {}, and an amendment restates or ends clauses and measures", title.text, kind))
        .at(title.span)
        .beside(info.span, fmt::format("the {}", kind))
        .help(fmt::format("name the figures that change, and restate the name: `yearly_minimum means 5bn` in the contract, `yearly_minimum now means 6bn` in the amendment"));
  }

  Checking& checking_;
  CheckedContract& contract_;
  std::map<const void*, std::optional<Changed>> last_changed_;
};

}  // namespace

void for_each_expression(const MeasureInfo& measure, const std::function<void(const Expression&)>& visit) {
  for (const MeasureText& text : measure.texts) syntax::for_each_expression(*text.measure, visit);
}

void declare_amendments(Checking& checking) {
  Amending amending(checking);
  for_each_declared<Amendment>(checking.program, [&](const Amendment& amendment, const program::File&, Span) { amending.take(amendment); });
}

}  // namespace whereas::check
