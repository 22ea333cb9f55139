#include "tests/reference/account.h"

#include <algorithm>

namespace whereas::reference {

/// What is called back takes off what is unreturned.
void Account::call(const Exact& amount) {
  if (amount < 0) {
    const Exact back = std::min(Exact(-amount), capital_);
    capital_ -= back;
    ahead_ -= amount + back;
    return;
  }
  const Exact set_off = std::min(ahead_, amount);
  ahead_ -= set_off;
  capital_ += amount - set_off;
}

void Account::go_on(Terms terms, Date from) {
  terms_ = std::move(terms);
  called_ = 0;
  while (called_ < terms_.calls.size() && (terms_.calls[called_].from < from || (terms_.called_at_end && terms_.calls[called_].from == from))) ++called_;
}

/// Day after day would be the plain way; between two days on which something happens every day is like the one before.
void Account::run_to(Date day) {
  const auto take_calls = [&](Date until) {
    for (; called_ < terms_.calls.size() && terms_.calls[called_].from <= until; ++called_) call(terms_.calls[called_].capital);
  };
  if (!now_) {
    if (terms_.calls.empty()) return;
    now_ = std::min(day, terms_.calls.front().from);
  }
  while (*now_ < day) {
    take_calls(*now_);
    Date next = day;
    if (called_ < terms_.calls.size()) next = std::min(next, terms_.calls[called_].from);
    for (const auto* days : {&terms_.year_ends, &terms_.cuts}) {
      for (const Date other : *days) {
        if (other > *now_) next = std::min(next, other);
      }
    }
    const Period stretch(*now_, next);
    if (capital_ > 0) earned_ += capital_ * terms_.rate(stretch) * terms_.part_of_year(stretch);
    now_ = next;
    if (terms_.is_compounded && std::find(terms_.year_ends.begin(), terms_.year_ends.end(), next) != terms_.year_ends.end()) {
      capital_ += earned_;  // it is not called: what was called back before takes nothing off it
      earned_ = 0;
    }
  }
  if (terms_.called_at_end) take_calls(day);
}

void Account::receive(const Exact& amount) {
  Exact rest = amount;
  const auto pay_off = [&](Exact& debt) {
    const Exact paid = std::min(rest, debt);
    debt -= paid;
    rest -= paid;
  };
  if (terms_.return_first) pay_off(earned_);
  pay_off(capital_);
  pay_off(earned_);
  ahead_ += rest;
}

}  // namespace whereas::reference
