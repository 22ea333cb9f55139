#include "lang/check/clauses.h"

#include <fmt/format.h>

#include <algorithm>

/// Credits: their lots, and the clauses that are paid from them.
namespace whereas::check {

using namespace syntax;

namespace {

struct LotDays {
  std::optional<Date> first;
  std::optional<Date> last;  ///< nothing: to the end of the term
};

LotDays lot_days(Checking& checking, const CreditLot& lot) {
  LotDays days{first_day(checking, lot.from), std::nullopt};
  if (lot.through) days.last = last_day(checking, lot.through->day);
  if (lot.until) {
    if (const auto end = first_day(checking, lot.until->day)) days.last = end->plus_days(-1);
  }
  return days;
}

/// Of what is bought, those of each lot; an end after the term is none.
std::vector<LotDays> days_of_lots(Checking& checking, const CreditLot& lot) {
  if (!lot.bought) return {lot_days(checking, lot)};
  std::vector<LotDays> days;
  for (const Period& bought : checking.contract.calendar.cut(*checking.contract.term, lot.bought->each)) {
    const Date first = lot.bought->from == CreditLot::Bought::From::next_period ? bought.end() : bought.begin();
    days.push_back({first, lot.bought->lasting ? std::optional(checking.contract.calendar.later(first, *lot.bought->lasting).plus_days(-1)) : std::nullopt});
  }
  return days;
}

Span lot_end(const CreditLot& lot) { return lot.bought ? lot.bought->span : lot.through ? lot.through->day.span : lot.until ? lot.until->day.span : lot.from.span; }

/// `bought each month`: from when on can it be used, of that month or of the next?
void refuse_when_open(Checking& checking, const CreditLot& lot) {
  const std::string each(noun(lot.bought->each));
  Span said = lot.bought->span;
  const std::string_view text = checking.words(said);
  const std::string_view last_word = std::string_view(each).substr(each.rfind(' ') == std::string::npos ? 0 : each.rfind(' ') + 1);
  said.end = said.begin + static_cast<std::uint32_t>(text.find(last_word) + last_word.size());
  checking.report.add(code::two_readings)
      .says(fmt::format("the lot does not say whether what is bought in a {0} can be used in that {0}", each))
      .at(said)
      .note(fmt::format("one reading: it pays for the {0} in which it is bought, and lasts from its first day", each))
      .note(fmt::format("the other: it pays from the next {0} on, and lasts from the first day of that", each))
      .offers("either", insert_after(said, fmt::format(" from that {}", each)))
      .offers("or", insert_after(said, fmt::format(" from the next {}", each)));
}

/// `bought each month from that month, lasting 12 months`: what is bought adds up over months, or is the same in each.
void check_bought(Checking& checking, const CreditLot& lot, const Type& type) {
  if (!type.is_unknown() && type.nature != Nature::constant && (type.nature != Nature::flow || !type.adds_up)) {
    checking.report.add(code::wrong_kind)
        .says(fmt::format("`{}` does not add up over a {}, so it is not what is bought in it", checking.words_of(lot.amount), noun(lot.bought->each)))
        .at(lot.amount.span)
        .help("name an input of what is bought: `input bought monthly USD`");
  }
  if (!checking.contract.term) {
    checking.report.add(code::setting_missing)
        .says(fmt::format("credits are bought each {} of the term, and the deal names none", noun(lot.bought->each)))
        .at(lot.bought->span)
        .help("give it one: `term 2026-01-01 to 2028-12-31`");
  }
  if (lot.bought->from == CreditLot::Bought::From::not_said) refuse_when_open(checking, lot);
}

void check_lot(Checking& checking, Inference& inference, const CreditLot& lot) {
  const Type type = inference.of(lot.amount);
  inference.as_money(type, lot.amount, "a lot of credits");
  if (lot.bought) return check_bought(checking, lot, type);
  if (!type.is_unknown() && type.nature != Nature::constant) {
    checking.report.add(code::wrong_kind).says("a lot is a sum that is always the same").at(lot.amount.span).help("write the sum: `10m from 2026-01-01`");
  }
  const LotDays days = lot_days(checking, lot);
  const auto& term = checking.contract.term;
  if (days.first && days.last && *days.last < *days.first) {
    checking.report.add(code::never_holds).says("the lot ends before it begins, so it can never be used").at(lot_end(lot), "ends here").beside(lot.from.span, "begins here")
        .help("let it end on a later day; `until` leaves its day out, `through` has it");
  } else if (term && ((days.first && *days.first > term->last()) || (days.last && *days.last < term->first()))) {
    checking.report.add(code::outside_term)
        .says("the lot can be used only outside the term")
        .at(lot.span)
        .note(fmt::format("the term runs from {}", term->text()))
        .help("name days inside it, or let the term run longer");
  }
}

bool uses_credits(const Checking& checking, const std::string& title) {
  for (const auto& info : checking.contract.clauses) {
    for (const ClauseText& text : info.texts) {
      for (const auto& proviso : text.clause->provisos) {
        const auto* first = std::get_if<FirstFrom>(&proviso.form);
        if (first != nullptr && first->credits.text == title) return true;
      }
    }
  }
  return false;
}

}  // namespace

void check_credits(Checking& checking) {
  Inference inference(checking);
  for (const auto& info : checking.contract.credits) {
    for (const auto& lot : info.text->lots) check_lot(checking, inference, lot);
    if (info.text->lots.size() > 1 && !info.text->order) {
      checking.report.add(code::order_not_said)
          .says(fmt::format("\"{}\" has several lots, and does not say which is used first", info.title))
          .at(info.text->title.span)
          .note("what is not used before a lot ends lapses, so the order decides what is paid in money")
          .offers("the one that ends first", insert_after(info.text->to.span, ", soonest to expire first"))
          .offers("the one that began first", insert_after(info.text->to.span, ", oldest first"))
          .offers("or as they are written", insert_after(info.text->to.span, ", in the order written"));
    }
    if (!uses_credits(checking, info.title)) {
      checking.report.add(code::unused_name)
          .says(fmt::format("the credits \"{}\" are never used: no payment is made from them", info.title))
          .at(info.text->title.span)
          .help(fmt::format("write under the clause that is paid from them: `first from \"{}\"`", info.title));
    }
  }
}

/// A lot pays for whole settlement periods: where it begins or ends inside one, nobody knows what was used before and what after.
void ClauseCheck::check_first_from(const FirstFrom& first) {
  if (first.rest_at) inference_.as_rate(inference_.of(*first.rest_at), *first.rest_at);
  const auto id = checking_.contract.credits_titled(first.credits.text);
  if (!id) return;
  const CreditsInfo& credits = checking_.contract.credits[*id];
  const auto& parties = checking_.contract.parties;
  if (credits.to != info_.payer || credits.from != info_.payee) {
    checking_.report.add(code::proviso_does_not_fit)
        .says(fmt::format("these credits are for what {} pays {}, and this clause pays from {} to {}", parties[credits.to].name, parties[credits.from].name, parties[info_.payer].name,
                          parties[info_.payee].name))
        .at(first.credits.span)
        .beside(credits.text->title.span, "the credits")
        .help(fmt::format("use credits of this direction: `credits \"…\" from {} to {}`", parties[info_.payee].name, parties[info_.payer].name));
  }
  for (const auto& lot : credits.text->lots) {
    const Type type = inference_.of(lot.amount);
    if (is_money(type, checking_.contract)) currency_.counts(type, lot.amount, "the credit");
  }
  const auto& settled = info_.settlement.frequency;
  const auto& term = checking_.contract.term;
  if (!settled || !term || *settled == Frequency::term) return;
  for (const auto& lot : credits.text->lots) refuse_lot_inside(first, lot);
}

void ClauseCheck::refuse_lot_inside(const FirstFrom& first, const CreditLot& lot) {
  const Frequency settled = *info_.settlement.frequency;
  const Period& term = *checking_.contract.term;
  const Calendar& calendar = checking_.contract.calendar;
  for (const LotDays& days : days_of_lots(checking_, lot)) {
    const bool begins_inside = days.first && *days.first > term.first() && calendar.holding(*days.first, settled).first() != *days.first;
    const bool ends_inside = days.last && *days.last < term.last() && calendar.holding(*days.last, settled).last() != *days.last;
    if (!begins_inside && !ends_inside) continue;
    checking_.report.add(code::two_readings)
        .says(fmt::format("a lot {} inside a {}, and \"{}\" settles each {}", begins_inside ? "begins" : "ends", noun(settled), info_.title, noun(settled)))
        .at(begins_inside ? lot.from.span : lot_end(lot))
        .beside(first.credits.span, "paid from it")
        .note(fmt::format("one reading: it pays for the whole of that {}", noun(settled)))
        .note("the other: it pays for none of it")
        .help(fmt::format("let it begin and end with a {}, or let the clause settle more often", noun(settled)));
    return;
  }
}

}  // namespace whereas::check
