#include "lang/check/checking.h"
#include "lang/check/nearest.h"

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
    if (!effective || !look_at_signing(amendment, *effective)) return;
    for (const auto& change : amendment.changes) {
      std::visit(match{
                     [&](const ClauseNowReads& reads) { restate(amendment, *effective, change, *reads.clause.title, ObligationKind::clause, &reads.clause); },
                     [&](const CommitmentNowReads& reads) { restate(amendment, *effective, change, reads.commitment.title, ObligationKind::commitment, &reads.commitment); },
                     [&](const WaterfallNowReads& reads) {
                       const Waterfall& waterfall = reads.waterfall;
                       restate(amendment, *effective, change, waterfall.title, waterfall.is_split ? ObligationKind::split : ObligationKind::waterfall, &waterfall);
                     },
                     [&](const ClauseEnds& ends) { restate(amendment, *effective, change, ends.title, ends.kind, {}); },
                     [&](const TermNowEnds& term) { set_term_end(*effective, term); },
                     [&](const NameNowMeans& means) { redefine(amendment, *effective, means.measure, change.counting); },
                 },
                 change.form);
    }
  }

 private:
  std::optional<Date> effective_day(const Amendment& amendment) {
    const auto day = first_day(checking_, amendment.effective);
    if (amendment.effective.event) {
      if (!allows_event(amendment)) return std::nullopt;
      // One that comes after the term leaves the deal as it was; one that came before it has changed it from the first day on.
      return day && (!contract_.term || *day <= contract_.term->last()) ? day : never();
    }
    if (!day || !contract_.term || contract_.term->contains(*day)) return day;
    if (*day == contract_.term->last().plus_days(1) && renews(amendment)) return day;
    checking_.report.add(code::outside_term)
        .says(fmt::format("the day on which the amendment takes effect, {}, lies outside the term", day->text()))
        .at(amendment.effective.span)
        .note(fmt::format("the term runs from {}", contract_.term->text()))
        .help("name a day inside it, or let the term run longer");
    return std::nullopt;
  }

  /// From the day after the term on: an amendment that lets the term run longer continues it.
  static bool renews(const Amendment& amendment) {
    return std::any_of(amendment.changes.begin(), amendment.changes.end(), [](const auto& change) { return std::holds_alternative<TermNowEnds>(change.form); });
  }

  /// What cannot wait for a day that nobody knows.
  bool allows_event(const Amendment& amendment) {
    if (amendment.back) {
      checking_.report.add(code::not_supported)
          .says("an amendment reaches back to a day, and when an event happens is not known beforehand")
          .at(amendment.effective.span)
          .help(fmt::format("name the day, or let it take effect with the event: `effective on {}`", checking_.words(amendment.effective.span)));
      return false;
    }
    for (const AmendmentChange& change : amendment.changes) {
      const auto* ends = std::get_if<TermNowEnds>(&change.form);
      if (ends == nullptr) continue;
      checking_.report.add(code::not_supported)
          .says("the term is restated by an amendment that waits for an event")
          .at(change.span)
          .beside(amendment.effective.span, "waits for this")
          .help("let the term itself say so: `term 2026-01-01 to 2028-12-31, ends on \"Notice\"`");
      return false;
    }
    return true;
  }

  using Words = decltype(ClauseChange::words);

  /// `words`: nothing where it ends.
  void restate(const Amendment& amendment, Date effective, const AmendmentChange& change, const Name& title, ObligationKind kind, const Words& words) {
    const auto known = checking_.titles.find(title.text);
    if (known == checking_.titles.end()) return refuse_unknown_title(title, kind);
    ClauseInfo& info = contract_.clauses[known->second];
    if (kind_of(info) != kind) return refuse_other_kind(info, title, kind, change.span);
    if (kind != ObligationKind::clause && amendment.difference == Amendment::Difference::stays) return refuse_earlier_payments(title, kind, amendment);
    if (kind != ObligationKind::clause && waits(amendment)) return refuse_waiting(title, kind, amendment);
    if (!follows(last_changed_[&info], effective, title, fmt::format("\"{}\"", info.title))) return;
    ClauseChange made{&amendment, effective, words, info.payer, info.payee, info.settlement, change.counting == Recount::anew, change.open, {}};
    if (const auto* clause = std::get_if<const Clause*>(&words)) {
      refuse_paying_itself(checking_, (*clause)->payer, (*clause)->payee);
      made.payer = party(checking_, (*clause)->payer);
      made.payee = party(checking_, (*clause)->payee);
      made.settlement = settlement_of(contract_.settlement, (*clause)->provisos);
    } else if (const auto* commitment = std::get_if<const Commitment*>(&words)) {
      refuse_paying_itself(checking_, (*commitment)->committing, (*commitment)->to);
      made.payer = party(checking_, (*commitment)->committing);
      made.payee = party(checking_, (*commitment)->to);
      made.settlement = settlement_of(contract_.settlement, **commitment);
    } else if (const auto* waterfall = std::get_if<const Waterfall*>(&words)) {
      made.payer = party(checking_, (*waterfall)->from);
      made.settlement = settlement_of(contract_.settlement, (*waterfall)->provisos);
      made.recipients = recipients_of(checking_, **waterfall);
      for (const PartyId one : made.recipients) {
        if (std::find(info.recipients.begin(), info.recipients.end(), one) == info.recipients.end()) info.recipients.push_back(one);
      }
    }
    info.changes.push_back(std::move(made));
    if (info.clause != nullptr) info.texts = texts_when(contract_, info, std::nullopt);
    if (info.commitment != nullptr) info.commitment_texts = commitment_texts_when(contract_, info, std::nullopt);
    if (info.waterfall != nullptr) info.waterfall_texts = waterfall_texts_when(contract_, info, std::nullopt);
  }

  static ObligationKind kind_of(const ClauseInfo& info) {
    if (info.commitment != nullptr) return ObligationKind::commitment;
    if (info.waterfall != nullptr) return info.waterfall->is_split ? ObligationKind::split : ObligationKind::waterfall;
    return ObligationKind::clause;
  }

  /// An amendment that takes effect before it is signed: what becomes of the payments between is never guessed.
  bool look_at_signing(const Amendment& amendment, Date effective) {
    const auto refuse = [&](Code code, std::string what, Span at) -> Diagnostic& { return checking_.report.add(code).says(std::move(what)).at(at); };
    const auto on = amendment.signed_on ? first_day(checking_, *amendment.signed_on) : std::nullopt;
    if (amendment.signed_on && !on) return false;
    const bool reaches_back = on && *on > effective;
    const std::string from(checking_.words(amendment.effective.span));
    if (amendment.back && !on) {
      refuse(code::setting_missing, fmt::format("the amendment reaches back to {}, and does not say when it was signed", effective.text()), amendment.effective.span)
          .help(fmt::format("say it, for what was paid until then: `effective back to {}, signed 2026-07-01, the difference credited with the next payment`", from));
      return false;
    }
    if (amendment.difference != Amendment::Difference::not_said && !reaches_back) {
      refuse(code::proviso_does_not_fit, "the amendment does not reach back, so there are no earlier payments to say anything of", amendment.effective.span)
          .help(fmt::format("if it does, write `effective back to {}, signed` and the day of its signature, which comes later", from));
      return false;
    }
    if (amendment.back && !reaches_back) {
      refuse(code::proviso_does_not_fit, fmt::format("the amendment is signed on {}, before it takes effect, and so does not reach back", on->text()), amendment.effective.span)
          .help(fmt::format("write `effective {}`", from));
      return false;
    }
    if (!reaches_back) return true;
    if (amendment.difference == Amendment::Difference::not_said) {
      const std::string day(checking_.words(amendment.signed_on->span));
      const Span said{amendment.effective.span.source, amendment.effective.span.begin, amendment.signed_on->span.end};
      const std::string_view back = amendment.back ? "" : "back to ";
      refuse(code::two_readings, fmt::format("the amendment takes effect on {}, before it is signed on {}, and what was paid between can be read in two ways", effective.text(), on->text()),
             amendment.effective.span)
          .note("one reading: what was paid before it was signed is worked out again, and the difference is paid or credited")
          .note("the other: what was paid stays, and only later payments are worked out with the new text")
          .offers("if it is, write behind `effective`", replace(said, fmt::format("{}{}, signed {}, the difference credited with the next payment", back, from, day)))
          .offers("if what was paid stays", replace(said, fmt::format("{}{}, signed {}, earlier payments stay", back, from, day)));
      return false;
    }
    if (contract_.term && *on > contract_.term->last()) {
      refuse(code::outside_term, fmt::format("the amendment is signed on {}, after the term", on->text()), amendment.signed_on->span)
          .note(fmt::format("the term runs from {}", contract_.term->text()))
          .help("name a day inside it, or let the term run longer");
      return false;
    }
    contract_.signed_later.push_back({&amendment, *on});
    return true;
  }

  void set_term_end(Date effective, const TermNowEnds& change) {
    const auto last = last_day(checking_, change.last);
    if (!last) return;
    if (!contract_.term) {
      checking_.report.add(code::setting_missing).says("the deal has no term that an amendment could change").at(change.last.span).help("give it one: `term 2026-01-01 to 2028-12-31`");
      return;
    }
    if (*last < effective) {
      checking_.report.add(code::outside_term)
          .says(fmt::format("the term would end on {}, before the amendment takes effect on {}", last->text(), effective.text()))
          .at(change.last.span)
          .help("let the amendment take effect on an earlier day, or the term end on a later one");
      return;
    }
    if (!follows(last_changed_[&contract_.term], effective, Name{"term", change.last.span}, "the term")) return;
    contract_.term = Period::through(contract_.term->first(), *last);
    contract_.longest_term = Period::through(contract_.term->first(), std::max(*last, contract_.longest_term->last()));
  }

  void redefine(const Amendment& amendment, Date effective, const Measure& measure, Recount counting) {
    const auto known = checking_.names.find(measure.name.text);
    if (known == checking_.names.end() || known->second.kind != Symbol::Kind::measure) return refuse_unknown_measure(measure.name, known != checking_.names.end());
    MeasureInfo& info = contract_.measures[known->second.index];
    if (info.is_standard) return refuse_unknown_measure(measure.name, true);
    if (measure.parameters.size() != info.text->parameters.size() || measure.after.has_value() != info.text->after.has_value()) {
      checking_.report.add(code::wrong_arguments)
          .says(fmt::format("`{}` is restated with other words in `after` or in parentheses than it was first written with", info.name))
          .at(measure.name.span)
          .beside(info.text->name.span, "first written here")
          .help("restate it with the same ones, or define a new name and restate the clauses that use it");
      return;
    }
    if (!follows(last_changed_[&info], effective, measure.name, fmt::format("`{}`", info.name))) return;
    info.texts.push_back({&measure, &amendment, effective, counting == Recount::anew, counting != Recount::not_said});
  }

  /// An amendment written later takes effect later, where it restates the same: else it is not plain which of the two rules.
  struct Changed {
    Date day;
    Span at;
  };
  bool follows(std::optional<Changed>& last, Date effective, const Name& name, const std::string& what) {
    // Of those whose days are not known yet the order is looked at when they are.
    if (effective == never()) return true;
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

  void refuse_unknown_title(const Name& title, ObligationKind kind) {
    auto& diagnostic = checking_.report.add(code::unknown_name).says(fmt::format("no {} is called \"{}\"", words(kind), title.text)).at(title.span);
    if (offer_nearest(diagnostic, title, all_named(contract_.clauses, &ClauseInfo::title), Written::quoted)) return;
    if (kind == ObligationKind::clause) diagnostic.help("an amendment restates or ends a clause of the contract; a new clause stands by itself, with `from` and its first day");
    else diagnostic.help(fmt::format("an amendment restates or ends a {} of the contract; a new one stands by itself", words(kind)));
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
    } else if (!offer_nearest(diagnostic, name, names, Written::bare)) {
      diagnostic.help(fmt::format("define it in the contract, so that the amendment can restate it: `{} means …`", name.text));
    }
  }

  /// It remembers what it has paid, and would remember what the new text would have paid in its place.
  void refuse_earlier_payments(const Name& title, ObligationKind kind, const Amendment& amendment) {
    checking_.report.add(code::not_supported)
        .says(fmt::format("what the {} \"{}\" paid before the signature stays, and it would remember what the new text would have paid", words(kind), title.text))
        .at(title.span)
        .beside(amendment.effective.span, "earlier payments stay")
        .help("say `the difference credited with the next payment`, or let the amendment take effect when it is signed");
  }

  /// Which of its windows the day cuts is not known.
  void refuse_waiting(const Name& title, ObligationKind kind, const Amendment& amendment) {
    checking_.report.add(code::not_supported)
        .says(fmt::format("the {} \"{}\" is restated by an amendment that waits for an event, and what becomes of the windows that its day cuts is not worked out", words(kind), title.text))
        .at(title.span)
        .beside(amendment.effective.span, "waits for this")
        .help("name the day on which it takes effect, or restate with the event a name that it is worked out by");
  }

  void refuse_other_kind(const ClauseInfo& info, const Name& title, ObligationKind said, Span change) {
    const std::string_view own = words(kind_of(info));
    const Span word{change.source, change.begin, change.begin + static_cast<std::uint32_t>(words(said).size())};
    checking_.report.add(code::wrong_kind)
        .says(fmt::format("\"{}\" is a {}", title.text, own))
        .at(word, fmt::format("not a {}", words(said)))
        .beside(info.span, fmt::format("the {}", own))
        .offers("write", replace(word, std::string(own)));
  }

  Checking& checking_;
  CheckedContract& contract_;
  std::map<const void*, std::optional<Changed>> last_changed_;
};

/// How long the deal runs on for clauses that survive the term. Their days may be named like those of the term itself.
void set_run(CheckedContract& contract) {
  contract.run = contract.term;
  if (!contract.term) return;
  for (const ClauseInfo& info : contract.clauses) {
    for (const ClauseText& text : info.texts) {
      for (const Proviso& proviso : text.clause->provisos) {
        if (const auto* survives = std::get_if<SurvivesTerm>(&proviso.form)) {
          contract.run = Period(contract.run->begin(), std::max(contract.run->end(), contract.term->end().plus(survives->length)));
        }
      }
    }
  }
}

}  // namespace

void declare_amendments(Checking& checking) {
  checking.contract.longest_term = checking.contract.term;
  Amending amending(checking);
  for_each_declared<Amendment>(checking.program, [&](const Amendment& amendment, const program::File&, Span) { amending.take(amendment); });
  auto& later = checking.contract.signed_later;
  std::stable_sort(later.begin(), later.end(), [](const SignedLater& a, const SignedLater& b) { return a.day < b.day; });
  set_run(checking.contract);
  if (checking.contract.run) checking.contract.longest_term = Period(checking.contract.run->begin(), std::max(checking.contract.run->end(), checking.contract.longest_term->end()));
}

}  // namespace whereas::check
