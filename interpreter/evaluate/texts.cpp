#include "interpreter/evaluate/engine.h"
#include "interpreter/plan/parts.h"

#include <fmt/format.h>

#include <algorithm>

/// Clauses that amendments restate: which texts settle together, and what passes from one text to the next (docs/language: Amendments).
namespace whereas::evaluate {

namespace {

/// The line of one text that is the same as a line of another: of the same kind, and at the same place among its kind.
std::optional<std::size_t> same_line(const std::vector<plan::Proviso>& from, std::size_t place, const std::vector<plan::Proviso>& to) {
  const auto kind = from[place].form.index();
  const auto is_of_kind = [&](const plan::Proviso& line) { return line.form.index() == kind; };
  auto before = std::count_if(from.begin(), from.begin() + static_cast<std::ptrdiff_t>(place), is_of_kind);
  for (std::size_t other = 0; other < to.size(); ++other) {
    if (is_of_kind(to[other]) && before-- == 0) return other;
  }
  return std::nullopt;
}

}  // namespace

const std::vector<const plan::Clause*>& Evaluation::Engine::texts_of(check::ClauseId clause) const {
  static const std::vector<const plan::Clause*> none;
  const auto found = texts_.find(clause);
  return found == texts_.end() ? none : found->second;
}

std::vector<const plan::Waterfall*> Evaluation::Engine::waterfalls_of(check::ClauseId id) const {
  std::vector<const plan::Waterfall*> texts;
  for (const auto& text : plan_.waterfalls) {
    if (text.id == id || text.written == id) texts.push_back(&text);
  }
  return texts;
}

bool Evaluation::Engine::rules(const plan::Waterfall& waterfall, const Period& period) {
  if (!waterfall.rule) return true;
  const auto& [from, end] = std::pair(waterfall.rule->from, waterfall.rule->end);
  return (!from || *from <= period.begin()) && (!end || period.begin() < *end);
}

namespace {

/// Texts of one rhythm, one after the other.
using Rhythm = std::pair<plan::ScheduleId, std::vector<const plan::Clause*>>;

void add_to_rhythms(std::vector<Rhythm>& rhythms, plan::ScheduleId schedule, const plan::Clause* text) {
  if (rhythms.empty() || rhythms.back().first != schedule) rhythms.push_back({schedule, {}});
  rhythms.back().second.push_back(text);
}

}  // namespace

/// Texts that settle in one rhythm share their settlement periods. Where the rhythm changes, the last period of the old one and the first of
/// the new end and begin there.
std::vector<Occasion> Evaluation::Engine::occasions(const std::vector<const plan::Clause*>& texts) {
  std::vector<Rhythm> rhythms;
  for (const plan::Clause* text : texts) {
    if (!std::holds_alternative<plan::DatedAmount>(text->amount)) add_to_rhythms(rhythms, text->schedule, text);
  }
  return periods_of(rhythms);
}

std::vector<Occasion> Evaluation::Engine::charges(const std::vector<const plan::Clause*>& texts) {
  std::vector<Rhythm> rhythms;
  for (const plan::Clause* text : texts) {
    if (text->late && text->late->charged) add_to_rhythms(rhythms, *text->late->charged, text);
  }
  std::vector<Occasion> result = periods_of(rhythms);
  for (Occasion& occasion : result) occasion.charges = occasion.texts.front()->late->charged;
  return result;
}

std::vector<Occasion> Evaluation::Engine::periods_of(const std::vector<std::pair<plan::ScheduleId, std::vector<const plan::Clause*>>>& rhythms) {
  std::vector<Occasion> result;
  for (std::size_t place = 0; place < rhythms.size(); ++place) {
    const auto& periods = settlement_periods(rhythms[place].first);
    for (std::size_t index = 0; index < periods.size(); ++index) {
      std::optional<Period> period = periods[index];
      if (place > 0) period = period->from(*rhythms[place].second.front()->rule->from);
      if (period && place + 1 < rhythms.size()) period = period->before(*rhythms[place + 1].second.front()->rule->from);
      if (period) result.push_back({*period, index, rhythms[place].second});
    }
  }
  return result;
}

std::map<std::size_t, Figure> Evaluation::Engine::take_up(const plan::Clause& text, ClauseState& state) {
  const plan::Clause* before = std::exchange(state.text, &text);
  if (before == &text) return {};
  std::vector<ProvisoMemory> kept = std::exchange(state.provisos, std::vector<ProvisoMemory>(text.provisos.size()));
  if (before == nullptr) return {};
  take_up_commitment(*before, text, state.commitment);
  const bool anew = text.rule && text.rule->counting_anew;
  if (anew || !plan::carries_base_losses(text)) state.base_loss.clear();
  if (anew) state.tier_window.reset();
  std::map<std::size_t, Account> released;
  const auto enters_at = [&](std::size_t place) {
    for (std::size_t below = place + 1; !anew && below < before->provisos.size(); ++below) {
      if (const auto same = same_line(before->provisos, below, text.provisos)) return *same;
    }
    return text.provisos.size();
  };
  for (std::size_t place = 0; place < kept.size(); ++place) {
    const auto same = anew ? std::nullopt : same_line(before->provisos, place, text.provisos);
    if (same) {
      state.provisos[*same] = std::move(kept[place]);
      state.provisos[*same].counting.reset();
      continue;
    }
    // A credit is nothing that is owed.
    const bool is_credit = std::holds_alternative<plan::Crediting>(before->provisos[place].form);
    const Number still_kept = is_credit ? Number(0) : kept[place].kept.value() + kept[place].accrued.value();
    if (!before->provisos[place].lapses && !is_credit) {
      for (Account* account : {&kept[place].kept, &kept[place].accrued}) {
        if (!account->is_zero()) released[enters_at(place)] += recalled(*account, "still kept", std::nullopt, before->provisos[place].said);
      }
    }
    if (before->provisos[place].lapses && !still_kept.is_zero()) {
      payments_.remarks.push_back({fmt::format("{} of \"{}\" was kept back and lapsed with \"{}\"", still_kept.text(), text.title, text.rule->amendment)});
    }
    Number losses;
    for (const auto& loss : kept[place].losses) losses += loss.amount.value;
    if (!losses.is_zero()) payments_.remarks.push_back({fmt::format("losses of {} that \"{}\" carried forward end with \"{}\"", (-losses).text(), text.title, text.rule->amendment)});
  }
  std::map<std::size_t, Figure> figures;
  for (auto& [place, account] : released) figures[place] = recalled(account, fmt::format("kept back under the text before \"{}\"", text.rule->amendment), std::nullopt, text.said);
  return figures;
}

Figure Evaluation::Engine::with_released(const std::map<std::size_t, Figure>& released, std::size_t place, const Figure& reaching, const Period& days, Span said) {
  const auto found = released.find(place);
  if (found == released.end()) return reaching;
  return because(Rule::sum, reaching.value + found->second.value, "with what the text before kept back", days, said, {reaching.why, found->second.why});
}

void Evaluation::Engine::list_texts() {
  const auto list = [&](const std::string& of, std::optional<Date> from, std::optional<Date> end, const syntax::Amendment* amendment, bool ended) {
    std::optional<Period> days = from ? term_.from(*from) : term_;
    if (days && end) days = days->before(*end);
    if (!days) return;
    TextInForce& text = payments_.texts.emplace_back(TextInForce{of, *days, amendment == nullptr ? std::string() : amendment->title.text, std::nullopt, ended});
    text.signed_on = check::signed_later_on(contract_, amendment);
  };
  for (const auto& info : contract_.clauses) {
    const auto texts = check::rulings(contract_, info, plan_.effective);
    if (texts.size() == 1 && !texts.front().end) continue;
    const std::string of = fmt::format("\"{}\"", info.title);
    for (std::size_t place = 0; place < texts.size(); ++place) {
      const check::Ruling& text = texts[place];
      list(of, text.from, text.end, text.amendment, false);
      const std::optional<Date> next = place + 1 < texts.size() ? texts[place + 1].from : std::nullopt;
      if (text.ended_by != nullptr) list(of, text.end, next, text.ended_by, true);
    }
  }
  for (const auto& info : contract_.measures) {
    const auto texts = check::texts_when(contract_, info, std::nullopt, &plan_.effective);
    for (std::size_t place = 0; texts.size() > 1 && place < texts.size(); ++place) {
      const auto& text = texts[place];
      list(info.name, text.from, place + 1 < texts.size() ? texts[place + 1].from : std::nullopt, text.amendment, false);
    }
  }
}

}  // namespace whereas::evaluate
