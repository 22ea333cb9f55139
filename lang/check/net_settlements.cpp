#include "lang/check/clauses.h"
#include "lang/check/nearest.h"

#include <fmt/format.h>

#include <algorithm>

/// Net settlement: who settles with whom and when, and what becomes of clauses that name a day of their own.
namespace whereas::check {

using namespace syntax;

namespace {

bool is_between(const NetSettlementInfo& info, PartyId payer, PartyId payee) {
  return (payer == info.one && payee == info.other) || (payer == info.other && payee == info.one);
}

/// Whether the two pay one another by it, under any of its texts.
bool is_between(const NetSettlementInfo& info, const ClauseInfo& clause) {
  const auto pays = [&](PartyId payee) { return is_between(info, clause.payer, payee); };
  if (clause.waterfall != nullptr) return std::any_of(clause.recipients.begin(), clause.recipients.end(), pays);
  const auto ruling = rulings(clause);
  return std::any_of(ruling.begin(), ruling.end(), [&](const Ruling* one) { return is_between(info, one->payer, one->payee); });
}

bool holds(const std::vector<ClauseId>& clauses, ClauseId clause) { return std::find(clauses.begin(), clauses.end(), clause) != clauses.end(); }

std::vector<ClauseId> named(Checking& checking, const NetSettlementInfo& info, const std::vector<Name>& titles, const std::vector<ClauseId>& before) {
  std::vector<ClauseId> clauses;
  for (const Name& title : titles) {
    const auto known = checking.titles.find(title.text);
    if (known == checking.titles.end()) {
      auto& diagnostic = checking.report.add(code::unknown_name).says(fmt::format("no clause is called \"{}\"", title.text)).at(title.span);
      offer_nearest(diagnostic, title, all_named(checking.contract.clauses, &ClauseInfo::title), Written::quoted);
    } else if (holds(clauses, known->second) || holds(before, known->second)) {
      checking.report.add(code::defined_twice).says(fmt::format("\"{}\" is named twice", title.text)).at(title.span).help("name each clause once, among those that are paid net or among those that are not");
    } else if (!is_between(info, checking.contract.clauses[known->second])) {
      checking.report.add(code::has_no_effect)
          .says(fmt::format("\"{}\" is not between `{}` and `{}`, so it is not settled net in any case", title.text, checking.contract.parties[info.one].name, checking.contract.parties[info.other].name))
          .at(title.span)
          .help("leave it out");
    } else {
      clauses.push_back(known->second);
    }
  }
  return clauses;
}

void check_due(Checking& checking, const NetSettlement& net, Span span) {
  if (!net.due) return;
  refuse_unknown_calendars(checking, *net.due);
  if (net.due->is_in_advance()) refuse_due_before_known(checking, *net.due, "what is paid net", span);
  if (!net.due->after_end_of || *net.due->after_end_of == net.each) return;
  checking.report.add(code::two_readings)
      .says(fmt::format("net settlement is {}, and falls due after {} ends", net.each == Frequency::term ? "over the term" : fmt::format("each {}", noun(net.each)), with_article(*net.due->after_end_of)))
      .at(net.due->span)
      .help(fmt::format("write `after {} end`", noun(net.each)));
}

/// The words by which a clause says itself on which day it is paid: a `due` of its own, a sum on a day, the days of a loan.
std::optional<Span> own_day(const ClauseInfo& info) {
  for (const ClauseText& text : info.texts) {
    if (is_on_days(text.clause->amount)) return text.clause->amount.span;
    for (const Proviso& line : text.clause->provisos) {
      if (std::holds_alternative<DueAs>(line.form)) return line.span;
    }
  }
  for (const CommitmentText& text : info.commitment_texts) {
    const auto& shortfall = text.commitment->shortfall;
    if (shortfall && shortfall->due) return shortfall->due->span;
  }
  return std::nullopt;
}

}  // namespace

void declare_net_settlements(Checking& checking) {
  for_each_declared<NetSettlement>(checking.program, [&](const NetSettlement& net, const program::File&, Span span) {
    NetSettlementInfo info{party(checking, net.one), party(checking, net.other), net.each, net.due, span};
    if (net.one.text == net.other.text) {
      checking.report.add(code::pays_itself).says(fmt::format("`{}` would settle with itself", net.one.text)).at(net.other.span).help("name the other party");
      return;
    }
    check_due(checking, net, span);
    for (const NetSettlementInfo& known : checking.contract.net_settlements) {
      if (!is_between(known, info.one, info.other)) continue;
      checking.report.add(code::defined_twice)
          .says(fmt::format("`{}` and `{}` settle net twice", net.one.text, net.other.text))
          .at(span, "again here")
          .beside(known.span, "first here")
          .help("leave one of the two lines out");
      return;
    }
    info.with = named(checking, info, net.with, {});
    info.without = named(checking, info, net.without, info.with);
    checking.contract.net_settlements.push_back(std::move(info));
  });
}

const NetSettlementInfo* settled_net(const CheckedContract& contract, ClauseId clause) {
  const auto& nets = contract.net_settlements;
  const auto net = std::find_if(nets.begin(), nets.end(), [&](const NetSettlementInfo& one) { return is_between(one, contract.clauses[clause]) && !holds(one.without, clause); });
  return net == nets.end() ? nullptr : &*net;
}

Span before_its_day(const Checking& checking, const NetSettlementInfo& net) {
  Span words = net.span;
  if (!net.due) return words;
  words.end = net.due->span.begin;
  const std::string_view text = checking.sources[words.source].text();
  while (words.end > words.begin && (text[words.end - 1] == ' ' || text[words.end - 1] == ',' || text[words.end - 1] == '\n')) --words.end;
  return words;
}

namespace {

/// Where what is paid by it falls due, and nothing says when the difference does.
void ask_when_due(Checking& checking) {
  const CheckedContract& contract = checking.contract;
  for (const NetSettlementInfo& net : contract.net_settlements) {
    if (net.due) continue;
    const ClauseInfo* due = nullptr;
    for (ClauseId id = 0; id < contract.clauses.size(); ++id) {
      if (due == nullptr && settled_net(contract, id) == &net && (contract.clauses[id].settlement.due || (own_day(contract.clauses[id]) && holds(net.with, id)))) due = &contract.clauses[id];
    }
    if (due == nullptr) continue;
    auto& diagnostic = checking.report.add(code::when_not_said)
                           .says(fmt::format("\"{}\" falls due on a day, and nothing says when the difference falls due that `{}` and `{}` settle net", due->title, contract.parties[net.one].name, contract.parties[net.other].name))
                           .at(net.span);
    const auto& deals = contract.settlement.due;
    diagnostic.offers("say it at the end", insert_after(net.span, ", " + (deals && !deals->is_in_advance() ? due_after(checking, *deals, net.each) : fmt::format("due 30 days after {} end", noun(net.each)))));
  }
}

}  // namespace

void ask_what_is_netted(Checking& checking) {
  ask_when_due(checking);
  const CheckedContract& contract = checking.contract;
  for (ClauseId id = 0; id < contract.clauses.size(); ++id) {
    const ClauseInfo& clause = contract.clauses[id];
    const NetSettlementInfo* net = settled_net(contract, id);
    const auto day = net == nullptr ? std::nullopt : own_day(clause);
    if (!day || holds(net->with, id)) continue;
    const Span where = before_its_day(checking, *net);
    checking.report.add(code::two_readings)
        .says(fmt::format("\"{}\" says itself when it is paid, and what `{}` and `{}` owe one another is settled net", clause.title, contract.parties[net->one].name, contract.parties[net->other].name))
        .at(*day, "its own day")
        .beside(net->span, "settled net")
        .offers("if it is paid on its own day, by itself, write in the net settlement", insert_after(where, fmt::format(", without \"{}\"", clause.title)))
        .offers("if it is set off, and paid with the difference on that one's day", insert_after(where, fmt::format(", with \"{}\"", clause.title)));
  }
}

}  // namespace whereas::check
