#include "interpreter/certificate/certificate.h"
#include "interpreter/statement/sums.h"
#include "lang/text/unicode.h"

#include <fmt/format.h>

#include <cstdlib>
#include <map>
#include <set>
#include <stdexcept>
#include <string_view>

namespace whereas::certificate {

namespace {

using evaluate::Derivation;
using evaluate::Payment;
using evaluate::Reason;
using evaluate::ReasonId;
using evaluate::Rule;

std::string how_it_rounds(const Rounding& rounding) { return fmt::format("to {} decimal places, {}", rounding.places, words(rounding.mode)); }

std::string place_in(Span span, const Sources& sources, SourceId root) {
  if (span == Span{} || span.source >= sources.count()) return {};
  const Source& source = sources[span.source];
  const Place place = source.place_of(span.begin);
  return fmt::format("{}:{}:{}", name_beside(sources[root].name(), source.name()), place.line, place.column);
}

Number ten_to(int places) {
  const Number power = Number(10).power(static_cast<unsigned>(std::abs(places)));
  return places < 0 ? Number::fraction(1, power) : power;
}

/// Everything that a payment stands on.
std::set<ReasonId> all_below(ReasonId root, const Derivation& derivation) {
  std::set<ReasonId> below;
  std::vector<ReasonId> open{root};
  while (!open.empty()) {
    const ReasonId next = open.back();
    open.pop_back();
    if (next == evaluate::no_reason || !below.insert(next).second) continue;
    const Reason& reason = derivation[next];
    open.insert(open.end(), reason.parts.begin(), reason.parts.end());
  }
  return below;
}

/// Rounds a second time, apart from the run. A part of a pool is whole units, fewer of them away from its exact share than the pool has parts.
void prove(const Payment& payment, bool is_part_of_a_pool, std::size_t parties) {
  bool is_right = payment.amount == (payment.rounding ? round(payment.exact, *payment.rounding) : payment.exact);
  if (is_part_of_a_pool) {
    const Rounding down{payment.rounding->places, Rounding::Mode::floor};
    const Number units_moved = (payment.amount - payment.exact).absolute() * ten_to(payment.rounding->places);
    is_right = round(payment.amount, down) == payment.amount && units_moved < Number(parties);
  }
  if (!is_right) throw std::logic_error(fmt::format("\"{}\" for {} is not what its rounding makes of it", payment.title, payment.label));
}

/// The reason by which the payment was rounded: the first on the way down.
ReasonId rounding_of(const Payment& payment, const Derivation& derivation) {
  ReasonId at = payment.why;
  while (at != evaluate::no_reason) {
    const Reason& reason = derivation[at];
    if (reason.rule == Rule::rounding || reason.rule == Rule::apportioned) return at;
    if (reason.rule != Rule::same || reason.parts.size() != 1) break;
    at = reason.parts.front();
  }
  return evaluate::no_reason;
}

}  // namespace

std::string name_beside(const std::string& contract, const std::string& file) {
  const std::size_t slash = contract.rfind('/');
  const std::string_view folder = std::string_view(contract).substr(0, slash == std::string::npos ? 0 : slash + 1);
  return file.starts_with(folder) ? file.substr(folder.size()) : file;
}

Certificate certify(const statement::Statement& stated, const evaluate::Payments& payments, const Derivation& derivation,
                    const check::CheckedContract& contract, const Sources& sources, SourceId root) {
  Certificate certificate{stated.deal, stated.scenario, stated.term, stated.settled_to, payments.payments.size(), {}, {}, {}, stated.not_rounded, {}, {}, {}};
  std::map<ReasonId, std::vector<std::string>> stands_on;  // of each rounding on the way, the clauses
  std::set<ReasonId> of_payments;
  std::map<std::pair<check::PartyId, std::optional<std::string>>, Number> gains;
  for (const Payment& payment : payments.payments) {
    const ReasonId own = payment.rounding ? rounding_of(payment, derivation) : evaluate::no_reason;
    const bool is_part = own != evaluate::no_reason && derivation[own].rule == Rule::apportioned;
    prove(payment, is_part, contract.parties.size());
    for (const ReasonId below : all_below(payment.why, derivation)) {
      const Rule rule = derivation[below].rule;
      if (rule != Rule::rounding && rule != Rule::apportioned) continue;
      auto& clauses = stands_on[below];
      if (below != own && (clauses.empty() || clauses.back() != payment.title)) clauses.push_back(payment.title);
    }
    if (!payment.rounding) continue;
    of_payments.insert(own);
    if (is_part) of_payments.insert(derivation[own].parts.back());  // the pool, which its parts make up
    const std::string& from = contract.parties[payment.from].name;
    const std::string& to = contract.parties[payment.to].name;
    certificate.rounded.push_back({payment.title, payment.label, from, to, payment.exact, statement::money_of(payment),
                                   (is_part ? "as a part of its pool, " : "") + how_it_rounds(*payment.rounding)});
    const Number moved = certificate.rounded.back().moved();
    gains[{payment.to, payment.currency}] += moved;
    gains[{payment.from, payment.currency}] -= moved;
  }
  for (const auto& [whose, amount] : gains) certificate.gains.push_back({contract.parties[whose.first].name, whose.second, amount});

  for (ReasonId id = 0; id < derivation.size(); ++id) {
    const Reason& reason = derivation[id];
    if (reason.rule != Rule::rounding || of_payments.contains(id) || reason.parts.empty()) continue;
    const Reason& before = derivation[reason.parts.front()];
    const auto found = stands_on.find(id);
    const std::string said = reason.said == Span{} ? std::string() : on_one_line(sources[reason.said.source].slice(reason.said));
    certificate.figures.push_back({said, reason.words, place_in(reason.said, sources, root), reason.window, before.value, reason.value, reason.is_rate || before.is_rate,
                                   found == stands_on.end() ? std::vector<std::string>{} : found->second});
  }
  return certificate;
}

}  // namespace whereas::certificate
