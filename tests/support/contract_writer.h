#pragma once

#include "lang/number/number.h"
#include "lang/time/date.h"
#include "lang/time/period.h"

#include <cstdint>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <vector>

/// Writes contracts by rolling dice: one function for each construct of the language.
namespace whereas::tests {

class Dice {
 public:
  explicit Dice(std::uint64_t seed) : engine_(seed) {}
  /// 0 to bound - 1, from the engine's own numbers.
  int below(int bound) { return bound <= 1 ? 0 : static_cast<int>(engine_() % static_cast<std::uint64_t>(bound)); }
  int between(int first, int last) { return first + below(last - first + 1); }
  bool one_in(int count) { return below(count) == 0; }
  template <typename Value>
  const Value& pick(const std::vector<Value>& values) {
    return values[static_cast<std::size_t>(below(static_cast<int>(values.size())))];
  }
  std::string pick(std::initializer_list<std::string> words) { return *(words.begin() + below(static_cast<int>(words.size()))); }

 private:
  std::mt19937_64 engine_;
};

const std::vector<std::string>& channels();

struct WrittenInput {
  enum class Holds { figures, rows, index };
  std::string name;
  std::vector<std::string> dimensions;
  Frequency frequency = Frequency::month;
  bool may_be_negative = false;
  bool missing_is_zero = false;
  std::optional<Date> from;
  Holds holds = Holds::figures;  ///< a figure for each period, a row on some days, an index that is never nothing
};

class ContractWriter {
 public:
  ContractWriter(std::uint64_t seed, int size);
  std::string write();

  Dice& dice() { return dice_; }
  const std::vector<WrittenInput>& inputs() const { return inputs_; }
  Date term_begin() const { return begin_; }
  Date term_end() const { return begin_.plus_months(months_); }  ///< the day after the last
  int term_months() const { return months_; }
  const Number& some_bound() { return dice_.pick(bounds_); }

 private:
  // contract_writer.cpp: the deal and its clauses
  void header();
  void declare_inputs();
  void define_rates();
  void define_measures();
  void schedules();
  void point();
  void clause(int number);
  void amendment();
  std::string amount(std::vector<std::string>& provisos);
  std::string tiers();
  std::string fixed_sums();
  std::string proviso(int kind);
  std::vector<std::string> provisos(bool may_recoup);

  // written_terms.cpp: the newer terms
  void declare_terms();
  void credits();
  void obligations();
  void waterfall();
  std::string waterfall_step(bool& has_capital);
  void commitment();
  std::string newer_amount(std::vector<std::string>& lines);
  std::string flat_tiers();
  std::string newer_proviso(int kind, bool may_use_credits);
  std::vector<std::string> newer_provisos(bool may_use_credits);
  void newer_amendment();

  // written_forms.cpp: loans, clauses for each channel, rows, an index
  void declare_rows_and_index();
  std::string rows();
  std::string yearly_rise();  ///< a rate, or the change of the index
  void loan();
  void committed(bool by_tokens);
  void handed_out(bool is_split, const std::string& adverb);
  bool obligation_amended();
  void clauses_for_each();
  void milestones();
  std::string rolling();
  std::string lasting();
  std::string channel_flow();
  std::string channel_amount();
  std::string channel_line(int kind);
  void on_what_was_received();

  // written_amounts.cpp: amounts, rates and conditions
  std::string flow(int depth);        ///< money that adds up; stands alone or in parentheses
  std::string leaf();
  std::string rate();
  std::string literal_rate();
  std::string condition();
  std::string comparison();
  std::string exception(const std::string& value);
  std::string in_money(const std::string& number) const;  ///< with its currency, where the deal has several
  std::string money();                ///< some sum: often one of the bounds
  std::string day();                  ///< the first of a month in the term, but not its first day
  std::string last_day();
  std::string window_noun();          ///< a window at least as long as the settlement period
  std::string frequency_noun(Frequency frequency) const;
  bool has(const std::string& input) const;

  Dice dice_;
  int size_;
  Date begin_;
  int months_ = 12;
  Frequency settled_ = Frequency::quarter;
  std::vector<Number> bounds_;
  std::vector<WrittenInput> inputs_;
  std::vector<std::string> flows_;       ///< defined so far
  std::vector<std::string> rates_;
  std::vector<std::string> clauses_;     ///< titles that are settled by period
  std::set<std::string> withheld_;       ///< those of whose payments a part is withheld
  void say_what_counts(const std::string& sum, std::vector<std::string>& lines);
  std::string counted_of(const std::string& title);
  bool has_advance_ = false;
  std::string advance_counted_;          ///< behind the advance's title, where it is recouped
  bool has_risen_fee_ = false;
  bool has_event_ = false;
  std::string commitment_{};    ///< `money` or `tokens`, once there is one
  std::string cascade_{};       ///< `waterfall` or `split`
  std::string cascade_each_{};
  bool has_credits_ = false;
  bool has_loan_balance_ = false;
  bool has_channel_balance_ = false;
  std::string text_;
};

}  // namespace whereas::tests
