#include "interpreter/statement/explain.h"

#include "interpreter/command/command.h"
#include "interpreter/command/usage.h"
#include "interpreter/command/why_not.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace whereas::command {

namespace {

using evaluate::Payment;
using statement::Explanation;

std::vector<std::string> titles(const check::CheckedContract& contract) {
  std::vector<std::string> titles;
  for (const check::ClauseInfo& clause : contract.clauses) titles.push_back(clause.title);
  return titles;
}

/// Of a clause for each product the title means them all, `Royalty, product A` one.
bool is_of(const Payment& payment, const std::string& title, const check::CheckedContract& contract) {
  return payment.title == title || contract.clauses[payment.clause].title == title;
}

/// The clause's payments with this label; where there is none, those whose period lies within it (`2026` for its quarters).
std::vector<const Payment*> asked_for(const ExplainRequest& request, const evaluate::Payments& payments, const check::CheckedContract& contract) {
  std::vector<const Payment*> labelled;
  for (const Payment& payment : payments.payments) {
    if (is_of(payment, request.clause, contract) && payment.label == request.period) labelled.push_back(&payment);
  }
  if (!labelled.empty()) return labelled;
  const Period within = read_period_argument(request.period, contract.calendar);
  std::vector<const Payment*> found;
  for (const Payment& payment : payments.payments) {
    if (is_of(payment, request.clause, contract) && within.contains(payment.period)) found.push_back(&payment);
  }
  return found;
}

/// The periods in which the clause pays, for who asked for another.
std::string periods_paid(const std::string& clause, const evaluate::Payments& payments, const check::CheckedContract& contract) {
  std::vector<std::string> labels;
  for (const Payment& payment : payments.payments) {
    if (is_of(payment, clause, contract) && (labels.empty() || labels.back() != payment.label)) labels.push_back(payment.label);
  }
  if (labels.empty()) return fmt::format("`{}` pays nothing on this data", clause);
  return fmt::format("`{}` pays from {} to {}", clause, labels.front(), labels.back());
}

/// A payment as it is, or at its least and at its most.
std::vector<Explanation> ends_of(const Payment& payment, const Session& session) {
  const evaluate::Ranged& ranged = session.ranged();
  if (!payment.spread) return {statement::explanation_of(payment, ranged.evaluation(payment.run).derivation(), session.contract())};
  std::vector<Explanation> ends;
  const auto add = [&](std::string_view which, const std::optional<evaluate::End>& end) {
    if (!end || end->why == evaluate::no_reason) return;
    Payment at_end = payment;
    at_end.amount = end->amount;
    at_end.run = end->run;
    at_end.why = end->why;
    at_end.spread.reset();
    ends.push_back(statement::explanation_of(at_end, ranged.evaluation(end->run).derivation(), session.contract()));
    ends.back().words = fmt::format("At its {}, {}", which, ranged.words(end->run));
  };
  add("least", payment.spread->least);
  add("most", payment.spread->most);
  return ends;
}

/// Payments of one label each by itself. Those of a longer period, where they are exact, added up: by direction and currency.
std::vector<Explanation> explanations_of(const std::vector<const Payment*>& payments, const ExplainRequest& request, const Session& session) {
  std::vector<std::vector<const Payment*>> sums;
  const auto is_one = [&](const Payment* payment) { return payment->label == request.period || payment->spread || payment->run != 0; };
  const auto adds_up = [](const Payment* a, const Payment* b) { return a->from == b->from && a->to == b->to && a->currency == b->currency; };
  for (const Payment* payment : payments) {
    const auto sum = std::find_if(sums.begin(), sums.end(), [&](const auto& some) { return !is_one(payment) && !is_one(some.front()) && adds_up(some.front(), payment); });
    if (sum == sums.end()) sums.push_back({payment});
    else sum->push_back(payment);
  }
  std::vector<Explanation> explanations;
  for (const auto& sum : sums) {
    if (sum.size() > 1) {
      explanations.push_back(statement::explanation_of_sum(sum, request.clause, request.period, session.ranged().evaluation(0).derivation(), session.contract()));
      continue;
    }
    for (Explanation& end : ends_of(*sum.front(), session)) explanations.push_back(std::move(end));
  }
  return explanations;
}

/// What is not known of the payments asked for, and on what they hang.
std::vector<std::string> left_open(const ExplainRequest& request, const Session& session) {
  std::vector<std::string> all;
  for (const evaluate::Hanging& hanging : session.payments().hanging) {
    if (hanging.title != request.clause) continue;
    if (hanging.label != request.period && !read_period_argument(request.period, session.contract().calendar).contains(hanging.period)) continue;
    const std::string what = hanging.end == evaluate::Hanging::End::both ? "is not known" : hanging.end == evaluate::Hanging::End::least ? "has no least" : "has no most";
    for (const check::EstimateId id : hanging.figures) {
      const check::EstimateInfo& figure = session.contract().estimates[id];
      all.push_back(fmt::format("\"{}\" for {} {}: it hangs on {}, which is {} (line {})", hanging.title, hanging.label, what, figure.name, figure.words, figure.line));
    }
  }
  return all;
}

/// Where nothing is open, the list of the payments; else an object, with what is not known beside it.
std::string in_json(const std::vector<Explanation>& explanations, const std::vector<std::string>& open, const Sources& sources) {
  const bool is_plain = open.empty() && std::all_of(explanations.begin(), explanations.end(), [](const Explanation& one) { return one.words.empty(); });
  if (is_plain) return statement::explain_json(explanations, sources);
  std::string lists;
  for (const Explanation& one : explanations) {
    std::string text = statement::explain_json(std::span(&one, 1), sources);
    while (!text.empty() && text.back() == '\n') text.pop_back();
    lists += fmt::format("{}\n{{\"at\": {}, \"payments\": {}}}", lists.empty() ? "" : ",", nlohmann::json(one.words).dump(), text);
  }
  return fmt::format("{{\"open\": {}, \"ends\": [{}]}}\n", nlohmann::json(open).dump(), lists);
}

/// What the data does not reach of a period that was asked for, in words; empty: nothing.
std::string waits_for_data(const ExplainRequest& request, const Session& session) {
  const auto& ends = session.table().data_ends;
  const Period within = read_period_argument(request.period, session.contract().calendar);
  if (!ends || *ends >= within.last() || *ends >= session.ranged().term().last()) return {};
  return fmt::format("Data ends on {}: what is paid for later days waits for it.\n", ends->text());
}

std::string in_text(const std::vector<Explanation>& explanations, const std::vector<std::string>& open, const ExplainRequest& request, const Session& session, const Sources& sources, bool colour) {
  std::string text;
  for (const std::string& words : open) text += (text.empty() ? "" : "\n") + words + "\n";
  for (const Explanation& one : explanations) text += (text.empty() ? "" : "\n") + statement::explain_text(one, sources, colour);
  const bool is_sum = std::any_of(explanations.begin(), explanations.end(), [](const Explanation& one) { return !one.periods.empty(); });
  if (is_sum) {
    if (const std::string waits = waits_for_data(request, session); !waits.empty()) text += "\n" + waits;
  }
  return text;
}

}  // namespace

int explain(const ExplainRequest& request, Screen& screen) {
  if (request.why_not && request.format != "text") throw WrongUsage("--why-not is told as text: leave out --format");
  Desk desk(screen);
  Session session(desk);
  if (!session.check(request.contract)) return desk.finish();
  const auto refuse_title = [&] {
    throw WrongUsage(fmt::format("no clause is titled `{}`{}", request.clause, suggestion(request.clause, titles(session.contract()))));
  };
  const auto& clauses = session.contract().clauses;
  // `Royalty, product A`, `Invoice, late interest`
  const bool may_be_one_of_several = std::any_of(clauses.begin(), clauses.end(), [&](const check::ClauseInfo& info) { return request.clause.starts_with(info.title + ","); });
  if (!session.contract().clause_titled(request.clause) && !may_be_one_of_several) refuse_title();
  evaluate::Options options;
  options.derive = true;
  // A promise that does not hold changes no payment: it is told beside the explanation.
  if (!session.pay(request.figures, options) && !desk.only_promises_are_broken()) return desk.finish();

  const evaluate::Payments& all = session.payments();
  const auto& paid = all.payments;
  if (may_be_one_of_several && std::none_of(paid.begin(), paid.end(), [&](const Payment& payment) { return payment.title == request.clause; })) refuse_title();
  const std::vector<const Payment*> payments = asked_for(request, all, session.contract());
  const std::vector<std::string> open = left_open(request, session);
  std::string result;
  if (request.why_not) {
    result = why_not(request, payments, open, session, desk.sources());
  } else {
    if (payments.empty() && open.empty()) {
      throw WrongUsage(fmt::format("no payment for `{}`: {}; --why-not tells why", request.period, periods_paid(request.clause, all, session.contract())));
    }
    const std::vector<Explanation> explanations = explanations_of(payments, request, session);
    if (request.format == "json") result = in_json(explanations, open, desk.sources());
    else if (request.format == "html") result = statement::explain_html(explanations, desk.sources());
    else if (request.format == "dot") result = statement::explain_dot(explanations, desk.sources());
    else result = in_text(explanations, open, request, session, desk.sources(), screen.colours_results());
  }
  const int exit_code = desk.finish();
  if (desk.only_promises_are_broken()) screen.result(result);
  return exit_code;
}

}  // namespace whereas::command
