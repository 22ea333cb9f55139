#pragma once

#include "lang/check/types.h"
#include "lang/program/program.h"
#include "lang/time/business_days.h"

#include <functional>
#include <map>
#include <set>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

/// What checking proves: ids instead of names, a type for every expression. Pointers are to nodes of the Program, which must outlive this.
namespace whereas::check {

using PartyId = std::uint32_t;
using InputId = std::uint32_t;
using MeasureId = std::uint32_t;
using ClauseId = std::uint32_t;  ///< of any obligation that pays: clauses, commitments, waterfalls, in the order written
using DimensionId = std::uint32_t;
using CreditsId = std::uint32_t;
using BalanceId = std::uint32_t;
using EstimateId = std::uint32_t;

struct PartyInfo {
  std::string name;       ///< `Amazon`
  std::string full_name;  ///< `Amazon Web Services, Inc.`, or the name again
  Span declared;
};

/// What a name in the text stands for.
struct Symbol {
  enum class Kind { none, input, measure, parameter, unit, clause, balance, estimate } kind = Kind::none;
  std::uint32_t index = 0;  ///< InputId, MeasureId, place among the measure's parameters, UnitId, ClauseId, BalanceId, EstimateId
};

/// A figure of another contract, which this one has as an input.
struct AskedFigure {
  std::uint32_t agreement = 0;  ///< among CheckedContract::agreements
  Symbol symbol;                ///< in that contract: an input, a measure or a clause
  std::uint32_t place = 0;      ///< among all that it is asked for
};

struct DimensionInfo {
  std::string name;        ///< `channel`
  bool of_records = false;  ///< every value is a record with one row: `by sale, one row each`
};

struct InputInfo {
  std::string name;
  std::vector<DimensionId> dimensions;
  std::optional<Frequency> frequency;  ///< nothing for an implied input: the data says
  Type type;                           ///< flow or balance, with its units
  syntax::Input::Spread spread = syntax::Input::Spread::none;
  bool missing_is_zero = false;
  bool may_be_negative = false;
  bool is_number = false;              ///< a plain `number`, where a figure without units is otherwise a rate
  bool is_record = false;              ///< `one row each`: the first dimension names the record
  bool is_implied = false;             ///< of the one-line contract: named by its formula, never declared
  std::optional<Date> from;            ///< data before the term is admitted from this day
  Span declared;                       ///< its declaration, or where the formula names it
  std::optional<AskedFigure> asked;    ///< `purchases under "Cloud agreement"`: no data has it, the other contract does
};

/// The days of events that the data or a scenario gives, by title.
using Happened = std::map<std::string, Date>;

/// Something whose day other lines count from: `event "Closing"`.
struct EventInfo {
  std::string name;
  std::optional<Date> day;  ///< nothing: the data or a scenario says when it happened
  Span declared;
};

/// What a measure means from a day on: as declared, or as an amendment restates it.
struct MeasureText {
  const syntax::Measure* measure = nullptr;
  const syntax::Amendment* amendment = nullptr;  ///< nothing: as declared
  std::optional<Date> from;                      ///< the first day on which it rules; nothing: always, until the next
  bool counting_anew = false;
  bool counting_said = false;                    ///< `counting on` or `counting anew`
};

struct MeasureInfo {
  std::string name;
  const syntax::Measure* text = nullptr;  ///< as declared
  bool is_standard = false;
  std::vector<MeasureText> texts{};       ///< in the order in which they rule, the declaration first
};

/// Every expression of a measure, in all the texts it has had.
void for_each_expression(const MeasureInfo& measure, const std::function<void(const syntax::Expression&)>& visit);

/// `settled`, `due` and `rounded`, as they hold for one obligation.
struct Settlement {
  std::optional<Frequency> frequency;  ///< nothing: each data period by itself
  std::optional<syntax::Due> due;
  std::optional<Rounding> rounding;
};

/// While the words of an obligation rule, and who pays whom by them, and when: as written at first, or as an amendment restates them.
struct Ruling {
  const syntax::Amendment* amendment = nullptr;  ///< nothing: as written at first
  PartyId payer = 0;
  PartyId payee = 0;
  Settlement settlement;
  std::optional<Date> from;    ///< the first day on which they rule; nothing: always
  std::optional<Date> end;     ///< the day after the last; nothing: for good
  bool counting_anew = false;  ///< what was counted and kept under the text before them ends with it
  bool stops = false;          ///< when they end the obligation ends, or what follows counts anew
  const syntax::Amendment* ended_by = nullptr;  ///< which ends it then
};
struct ClauseText : Ruling {
  const syntax::Clause* clause = nullptr;
};
struct CommitmentText : Ruling {
  const syntax::Commitment* commitment = nullptr;
  syntax::OpenMinimums open = syntax::OpenMinimums::not_said;  ///< where it stops: of windows that have not ended by then
};
struct WaterfallText : Ruling {
  const syntax::Waterfall* waterfall = nullptr;
  std::vector<PartyId> recipients{};  ///< in the order named
};

/// The days on which amendments take effect that wait for an event, where it has happened.
using Effective = std::map<const syntax::Amendment*, Date>;
/// After every day: on which an amendment takes effect whose event has not happened.
Date never();
/// Whether the day on which it takes effect hangs on what the contract does not know.
bool waits(const syntax::Amendment& amendment);

/// An amendment that takes effect before the day on which it is signed.
struct SignedLater {
  const syntax::Amendment* amendment = nullptr;
  Date day;  ///< of the signature
};

/// What an amendment makes of an obligation from a day on.
struct ClauseChange {
  const syntax::Amendment* amendment = nullptr;
  Date from;
  std::variant<std::monostate, const syntax::Clause*, const syntax::Commitment*, const syntax::Waterfall*> words;  ///< nothing: it ends
  PartyId payer = 0;
  PartyId payee = 0;
  Settlement settlement;
  bool counting_anew = false;
  syntax::OpenMinimums open = syntax::OpenMinimums::not_said;  ///< of a commitment that ends, or counts anew
  std::vector<PartyId> recipients{};                           ///< of a waterfall
};

struct ClauseInfo {
  std::string title;  ///< `Clause 1`, by its place, where it has none
  PartyId payer = 0;
  PartyId payee = 0;
  Settlement settlement;
  std::optional<UnitId> currency;                  ///< nothing where the deal has no currency
  const syntax::Clause* clause = nullptr;          ///< exactly one of the three is set
  const syntax::Commitment* commitment = nullptr;
  const syntax::Waterfall* waterfall = nullptr;
  std::vector<PartyId> recipients;                 ///< of a waterfall under any of its texts, in the order first named
  std::vector<ClauseChange> changes{};             ///< by amendments, in the order of their days
  std::vector<ClauseText> texts{};                 ///< of a clause, in the order in which they rule; none of them overlap
  std::vector<CommitmentText> commitment_texts{};  ///< the same of a commitment, and of a waterfall
  std::vector<WaterfallText> waterfall_texts{};
  std::optional<DimensionId> for_each{};           ///< it is by itself for every value of it
  Span span;
};

/// `for each product`, as said of a clause, a commitment or a waterfall; nothing where it is not.
const syntax::Name* said_for_each(const ClauseInfo& info);
/// The stretches of its texts, whatever it is.
std::vector<const Ruling*> rulings(const ClauseInfo& info);
/// Every expression of a clause, a commitment or a waterfall, in all the texts it has had.
void for_each_expression(const ClauseInfo& info, const std::function<void(const syntax::Expression&)>& visit);

/// What a party may use in place of money.
struct CreditsInfo {
  std::string title;
  PartyId from = 0;
  PartyId to = 0;
  const syntax::Credits* text = nullptr;
  Span span;
};

/// What a line of a clause keeps back, carries or has still to recoup, where the contract gives it a name: `calling the balance advance_left`.
struct BalanceInfo {
  std::string name;
  ClauseId clause = 0;
  Span declared;
};

/// A figure that the contract does not fix: one and the same wherever it enters, as long as it rules.
struct EstimateInfo {
  MeasureId measure = 0;
  std::string name;               ///< of the measure
  std::string words;              ///< `between 20% and 30%`
  std::size_t line = 0;           ///< in its file
  std::optional<Number> least;    ///< nothing: not known
  std::optional<Number> most;
  bool is_rate = false;           ///< shown as a percentage
  const syntax::Estimate* text = nullptr;
  Span said;

  /// Like an input, it is below zero only where the contract says so.
  bool may_be_negative() const { return (least && least->is_negative()) || (most && most->is_negative()); }
};

/// Clauses under one cap: `together "A" and "B" at most 10m each year, in the order named`.
struct TogetherInfo {
  const syntax::Together* text = nullptr;
  std::vector<ClauseId> clauses;  ///< in the order named
  Span span;
};

struct CheckedContract;

/// Another contract, as this one calls it: `use "cloud.deal" as "Cloud agreement"`.
struct AgreementInfo {
  std::string title;
  std::shared_ptr<const CheckedContract> contract;
  Span declared;
  std::vector<AskedFigure> asked;  ///< in the order in which this contract first names them
};

/// `calendar "TARGET" for 2026 to 2027: closed on …`
struct BusinessCalendar {
  std::string title;
  BusinessDays days;
  Span declared;
};

/// `net settled between Amazon and Anthropic each quarter, due …`
struct NetSettlementInfo {
  PartyId one = 0;
  PartyId other = 0;
  Frequency each = Frequency::quarter;
  std::optional<syntax::Due> due;
  Span span;
  std::vector<ClauseId> with{};     ///< whatever day they name, they are paid with the difference
  std::vector<ClauseId> without{};  ///< are paid by themselves
};

struct CheckedContract;
/// By which net settlement what the clause pays is paid; nothing where it is paid by itself. net_settlements.cpp
const NetSettlementInfo* settled_net(const CheckedContract& contract, ClauseId clause);

/// Within what a figure must lie for its line to mean anything.
enum class Bound {
  not_negative,
  more_than_nothing,  ///< as written; worked out from data it may be nothing
  part,               ///< from 0% to 100%
  above_minus_all,    ///< a rise from year to year, which may be a fall
};
struct Bounded {
  Bound bound = Bound::not_negative;
  std::string what;  ///< `a cap`
};
bool admits(Bound bound, const Number& figure);
bool admits_at_run(Bound bound, const Number& figure);
std::string refusal(const Bounded& bounded);       ///< `a cap cannot be below zero`
std::string_view range_in_words(Bound bound);      ///< `a part lies between 0% and 100%`

struct CheckedContract {
  const program::Program* program = nullptr;
  std::string title;
  std::optional<Period> term;  ///< nothing: the data's extent
  std::optional<Period> longest_term;  ///< as long as it has been at any time, and as clauses survive it: days that may be named
  std::optional<Period> run;   ///< the term, and the days for which clauses survive it
  const syntax::DayOrPeriod* ends_on = nullptr;  ///< the term's last day, where that comes first
  Calendar calendar;
  std::vector<UnitInfo> units;
  std::optional<UnitId> currency;  ///< the deal's own; nothing where it names none
  Settlement settlement;           ///< the deal's own
  std::vector<PartyInfo> parties;
  std::vector<DimensionInfo> dimensions;
  std::vector<InputInfo> inputs;
  std::vector<MeasureInfo> measures;
  std::vector<ClauseInfo> clauses;
  std::vector<CreditsInfo> credits;
  std::vector<BalanceInfo> balances;
  std::vector<TogetherInfo> togethers;
  std::vector<EstimateInfo> estimates;
  std::vector<AgreementInfo> agreements;
  std::vector<BusinessCalendar> business_calendars;
  std::vector<NetSettlementInfo> net_settlements;
  std::vector<const syntax::Note*> notes;
  std::vector<const syntax::Amendment*> amendments;
  std::vector<SignedLater> signed_later;  ///< amendments that reach back, in the order of their signatures
  std::vector<EventInfo> events;
  std::vector<const syntax::Scenario*> scenarios;
  std::vector<const syntax::Test*> tests;
  std::vector<const syntax::Ensure*> ensures;

  /// By ExpressionId, of NameUse, ClauseUse, Under and Per (its target). Inside the body of a measure with parameters: as last used.
  std::vector<Symbol> symbols;
  std::vector<Type> types;
  std::map<syntax::ExpressionId, Bounded> bounds;  ///< of figures that mean nothing past them (bounds.cpp)
  /// Measures that stand in a linear circle with one another (`fee means 10% of profit after fee`), by measure: the circle's number.
  std::set<const syntax::Clause*> asked_below_zero;  ///< clauses that can pay less than nothing and do not say what then
  std::map<MeasureId, std::uint32_t> circles;

  std::optional<InputId> input_named(std::string_view name) const;
  std::optional<PartyId> party_named(std::string_view name) const;
  std::optional<ClauseId> clause_titled(std::string_view title) const;
  std::optional<CreditsId> credits_titled(std::string_view title) const;
  std::optional<DimensionId> dimension_named(std::string_view name) const;
  std::optional<MeasureId> measure_named(std::string_view name) const;
  /// Whether the contract only bounds it, at any time.
  bool is_estimated(MeasureId measure) const;
  const EventInfo* event_named(std::string_view title) const;
  const BusinessCalendar* calendar_titled(std::string_view title) const;
  const Symbol& symbol(const syntax::Expression& expression) const { return symbols[expression.id]; }
  const Type& type(const syntax::Expression& expression) const { return types[expression.id]; }
};

/// Whether the words of a window (`at start`, `average of`, `previous year`) stand in it, itself or in a definition that it names.
bool has_window_of_its_own(const CheckedContract& contract, const syntax::Expression& expression);
/// The texts of a clause or measure as the contract stood when so many of the amendments that reach back had been signed; without a number,
/// as it stands in the end.
std::vector<ClauseText> texts_when(const CheckedContract& contract, const ClauseInfo& clause, std::optional<std::size_t> signed_so_far, const Effective* effective = nullptr);
std::vector<CommitmentText> commitment_texts_when(const CheckedContract& contract, const ClauseInfo& commitment, std::optional<std::size_t> signed_so_far, const Effective* effective = nullptr);
std::vector<WaterfallText> waterfall_texts_when(const CheckedContract& contract, const ClauseInfo& waterfall, std::optional<std::size_t> signed_so_far, const Effective* effective = nullptr);
std::vector<MeasureText> texts_when(const CheckedContract& contract, const MeasureInfo& measure, std::optional<std::size_t> signed_so_far, const Effective* effective = nullptr);
/// The stretches of the texts of a clause, a commitment or a waterfall where these amendments that wait have taken effect.
std::vector<Ruling> rulings(const CheckedContract& contract, const ClauseInfo& info, const Effective& effective);
/// The day on which an amendment that reaches back was signed; nothing for any other.
std::optional<Date> signed_later_on(const CheckedContract& contract, const syntax::Amendment* amendment);

/// The day of a payment that comes every month (…) after the first one.
Date payment_day(Frequency each, Date first, int place);
/// The day that is counted from the day of an event.
Date counted_from(const syntax::EventDay& day, Date happened);

}  // namespace whereas::check
