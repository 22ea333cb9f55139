#include "lang/check/checking.h"

#include <fmt/format.h>

#include <algorithm>

namespace whereas::check {

using namespace syntax;

namespace {

/// Which measures a body names, itself or through the expressions inside it.
void collect(const CheckedContract& contract, const Expression& expression, std::set<MeasureId>& found) {
  const Symbol& symbol = contract.symbol(expression);
  if (symbol.kind == Symbol::Kind::measure) found.insert(symbol.index);
  for_each_part(expression, [&](const Expression& part) { collect(contract, part, found); });
}

/// Tarjan's strongly connected components over "needs", by recursion: as deep as definitions need one another.
class Components {
 public:
  explicit Components(std::vector<std::set<MeasureId>> needs) : needs_(std::move(needs)), index_(needs_.size(), 0), low_(needs_.size(), 0), waiting_(needs_.size(), false) {
    for (MeasureId id = 0; id < needs_.size(); ++id) {
      if (index_[id] == 0) visit(id);
    }
  }
  const std::vector<std::vector<MeasureId>>& found() const { return found_; }
  /// Every measure, after those it needs.
  const std::vector<MeasureId>& order() const { return order_; }

 private:
  void visit(MeasureId root) {
    // An explicit stack: a chain of ten thousand definitions must not overflow ours.
    struct Frame {
      MeasureId id;
      std::set<MeasureId>::const_iterator next;
    };
    std::vector<Frame> frames;
    const auto enter = [&](MeasureId id) {
      index_[id] = low_[id] = ++count_;
      stack_.push_back(id);
      waiting_[id] = true;
      frames.push_back({id, needs_[id].begin()});
    };
    enter(root);
    while (!frames.empty()) {
      Frame& frame = frames.back();
      if (frame.next != needs_[frame.id].end()) {
        const MeasureId other = *frame.next++;
        if (index_[other] == 0) {
          enter(other);
        } else if (waiting_[other]) {
          low_[frame.id] = std::min(low_[frame.id], index_[other]);
        }
        continue;
      }
      const MeasureId id = frame.id;
      frames.pop_back();
      if (!frames.empty()) low_[frames.back().id] = std::min(low_[frames.back().id], low_[id]);
      if (low_[id] == index_[id]) close(id);
    }
  }

  void close(MeasureId id) {
    std::vector<MeasureId> component;
    MeasureId top = id;
    do {
      top = stack_.back();
      stack_.pop_back();
      waiting_[top] = false;
      component.push_back(top);
    } while (top != id);
    order_.insert(order_.end(), component.begin(), component.end());
    std::sort(component.begin(), component.end());
    if (component.size() > 1 || needs_[id].contains(id)) found_.push_back(std::move(component));
  }

  std::vector<std::set<MeasureId>> needs_;
  std::vector<std::uint32_t> index_;
  std::vector<std::uint32_t> low_;
  std::vector<bool> waiting_;
  std::vector<MeasureId> stack_;
  std::vector<std::vector<MeasureId>> found_;
  std::vector<MeasureId> order_;
  std::uint32_t count_ = 0;
};

/// How a body depends on the measures of its circle.
enum class Dependence { none, linear, other };

Dependence worse(Dependence a, Dependence b) { return std::max(a, b); }

class Linearity {
 public:
  Linearity(const CheckedContract& contract, const std::vector<MeasureId>& circle) : contract_(contract), circle_(circle) {}

  Dependence of(const Expression& expression) const {
    return std::visit(match{
                          [&](const NameUse& use) { return of_name(expression, use); },
                          [&](const Negated& negated) { return of(*negated.operand); },
                          [&](const Grouped& grouped) { return of(*grouped.inside); },
                          [&](const Arithmetic& arithmetic) { return of_arithmetic(arithmetic); },
                          [&](const Of& share) { return of_product(*share.rate, *share.base); },
                          [&](const After& after) { return of_after(after); },
                          [&](const auto&) { return any_inside(expression); },
                      },
                      expression.form);
  }

 private:
  Dependence of_name(const Expression& expression, const NameUse& use) const {
    const Symbol& symbol = contract_.symbol(expression);
    const bool in_circle = symbol.kind == Symbol::Kind::measure && std::binary_search(circle_.begin(), circle_.end(), symbol.index);
    Dependence worst = in_circle ? Dependence::linear : Dependence::none;
    for (const auto& argument : use.arguments) {
      if (of(argument) != Dependence::none) worst = Dependence::other;
    }
    return worst;
  }
  Dependence of_product(const Expression& left, const Expression& right) const {
    const Dependence a = of(left);
    const Dependence b = of(right);
    return a != Dependence::none && b != Dependence::none ? Dependence::other : worse(a, b);
  }
  Dependence of_arithmetic(const Arithmetic& arithmetic) const {
    switch (arithmetic.op) {
      case Arithmetic::Operator::plus:
      case Arithmetic::Operator::less: return worse(of(*arithmetic.left), of(*arithmetic.right));
      case Arithmetic::Operator::times: return of_product(*arithmetic.left, *arithmetic.right);
      case Arithmetic::Operator::divided_by: return of(*arithmetic.right) != Dependence::none ? Dependence::other : of(*arithmetic.left);
    }
    return Dependence::other;
  }
  Dependence of_after(const After& after) const {
    const Symbol& symbol = contract_.symbol(*after.amount);
    const bool told = symbol.kind == Symbol::Kind::measure && contract_.measures[symbol.index].text->after.has_value();
    Dependence worst = of(*after.amount);
    for (const auto& deduction : after.deductions) {
      const Dependence cost = of(*deduction.cost);
      worst = worse(worst, (told || deduction.at_most) && cost != Dependence::none ? Dependence::other : cost);
      if (deduction.at_most && of(**deduction.at_most) != Dependence::none) worst = Dependence::other;
    }
    return worst;
  }
  Dependence any_inside(const Expression& expression) const {
    Dependence worst = Dependence::none;
    const Symbol& symbol = contract_.symbol(expression);
    if (symbol.kind == Symbol::Kind::measure && std::binary_search(circle_.begin(), circle_.end(), symbol.index)) return Dependence::other;
    for_each_part(expression, [&](const Expression& part) {
      if (of(part) != Dependence::none) worst = Dependence::other;
    });
    return worst;
  }

  const CheckedContract& contract_;
  const std::vector<MeasureId>& circle_;
};

bool is_linear(const CheckedContract& contract, const std::vector<MeasureId>& circle) {
  const Linearity linearity(contract, circle);
  return std::all_of(circle.begin(), circle.end(), [&](MeasureId id) {
    const Measure& measure = *contract.measures[id].text;
    return measure.parameters.empty() && !measure.after && measure.exceptions.empty() && !measure.rise && contract.measures[id].texts.size() == 1 && linearity.of(measure.value) != Dependence::other;
  });
}

/// Each text of each definition by itself.
bool is_linear_apart_from_change(const CheckedContract& contract, const std::vector<MeasureId>& circle) {
  const Linearity linearity(contract, circle);
  return std::all_of(circle.begin(), circle.end(), [&](MeasureId id) {
    const MeasureInfo& measure = contract.measures[id];
    const auto is_linear_text = [&](const MeasureText& text) {
      const auto& exceptions = text.measure->exceptions;
      return linearity.of(text.measure->value) != Dependence::other && std::all_of(exceptions.begin(), exceptions.end(), [&](const Exception& one) { return linearity.of(one.value) != Dependence::other; });
    };
    return measure.text->parameters.empty() && !measure.text->after && std::all_of(measure.texts.begin(), measure.texts.end(), is_linear_text);
  });
}

/// The words that lead on in the circle: of the first text, or of the amendment that closes it.
Span leading_words(const CheckedContract& contract, MeasureId id, const std::vector<MeasureId>& circle) {
  for (const MeasureText& text : contract.measures[id].texts) {
    std::set<MeasureId> needed;
    for_each_expression(*text.measure, [&](const Expression& expression) { collect(contract, expression, needed); });
    if (std::any_of(circle.begin(), circle.end(), [&](MeasureId other) { return needed.contains(other); })) return text.measure->name.span;
  }
  return contract.measures[id].text->name.span;
}

void refuse(Checking& checking, const std::vector<MeasureId>& circle) {
  const auto& measures = checking.contract.measures;
  // The first as written leads.
  std::vector<MeasureId> written = circle;
  std::sort(written.begin(), written.end(), [&](MeasureId a, MeasureId b) { return measures[a].text->name.span.begin < measures[b].text->name.span.begin; });
  std::string names;
  for (const MeasureId id : written) names += fmt::format("`{}` needs ", measures[id].name);
  auto& diagnostic = checking.report.add(code::circular_definition)
                         .says(written.size() == 1 ? fmt::format("`{}` is defined by itself", measures[written.front()].name)
                                                   : fmt::format("{}`{}` again", names, measures[written.front()].name))
                         .at(leading_words(checking.contract, written.front(), circle), "starts here");
  for (std::size_t place = 1; place < written.size(); ++place) diagnostic.beside(leading_words(checking.contract, written[place], circle), "and leads back");
  // What changes in time is another circle from that day on, and would be solved whole.
  for (const MeasureId id : written) {
    const MeasureInfo& changing = measures[id];
    if (changing.texts.size() == 1 && changing.text->exceptions.empty() && !changing.text->rise) continue;
    if (!is_linear_apart_from_change(checking.contract, circle)) break;
    diagnostic.note(fmt::format("`{}` {}; a circle is solved where the definitions in it stay as they are, and a rate of which one takes its share may change", changing.name, changing.texts.size() > 1 ? "is restated by an amendment" : "has exceptions, or rises"))
        .help(fmt::format("let a rate outside the circle change: `{0}_rate means 10%`, `{0} means {0}_rate of …`, and `{0}_rate now means 20%` or an exception of that", changing.name));
    for (const MeasureId one : circle) checking.broken_measures.insert(one);
    return;
  }
  diagnostic.note("a circle is solved exactly where each definition only adds, subtracts and takes shares of the others, as in `fee means 10% of profit after fee`")
      .help("define one of them without the others");
  for (const MeasureId id : circle) checking.broken_measures.insert(id);
}

/// How deep an expression nests with the definitions it names opened, given how deep each of those is.
int depth_of(const CheckedContract& contract, const Expression& expression, const std::vector<int>& depths) {
  int deepest = 0;
  for_each_part(expression, [&](const Expression& part) { deepest = std::max(deepest, depth_of(contract, part, depths)); });
  const Symbol& symbol = contract.symbol(expression);
  if (symbol.kind == Symbol::Kind::measure) deepest = std::max(deepest, depths[symbol.index]);
  return deepest + 1;
}

/// Refuses definitions that build on one another past all reading: passes and evaluation follow them by recursion.
void refuse_depth(Checking& checking, const std::vector<MeasureId>& order) {
  constexpr int depth_limit = 400;
  const auto& contract = checking.contract;
  std::vector<int> depths(contract.measures.size(), 0);
  for (const MeasureId id : order) {
    if (!checking.measure_used[id]) continue;
    int deepest = 0;
    for_each_expression(contract.measures[id], [&](const Expression& expression) { deepest = std::max(deepest, depth_of(contract, expression, depths)); });
    depths[id] = deepest;
    if (deepest <= depth_limit) continue;
    checking.report.add(code::too_deep)
        .says(fmt::format("`{}` builds on definitions that build on others, more than {} deep", contract.measures[id].name, depth_limit))
        .at(contract.measures[id].text->name.span)
        .help("write it with fewer definitions between");
    checking.is_too_deep = true;
    return;
  }
}

}  // namespace

void refuse_circles(Checking& checking) {
  auto& contract = checking.contract;
  std::vector<std::set<MeasureId>> needs(contract.measures.size());
  for (MeasureId id = 0; id < contract.measures.size(); ++id) {
    if (!checking.measure_used[id]) continue;
    for_each_expression(contract.measures[id], [&](const Expression& expression) { collect(contract, expression, needs[id]); });
  }
  std::uint32_t number = 0;
  const Components components(std::move(needs));
  refuse_depth(checking, components.order());
  for (const auto& circle : components.found()) {
    if (is_linear(contract, circle)) {
      for (const MeasureId id : circle) contract.circles.emplace(id, number);
      ++number;
    } else {
      refuse(checking, circle);
    }
  }
}

}  // namespace whereas::check
