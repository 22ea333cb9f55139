#include "lang/check/checking.h"
#include "lang/check/constants.h"
#include "lang/check/infer.h"
#include "lang/check/nearest.h"

#include <fmt/format.h>

namespace whereas::check {

using namespace syntax;

namespace {

class TestCheck {
 public:
  TestCheck(Checking& checking, Inference& inference) : checking_(checking), inference_(inference) {}

  void check(const Expectation& expectation) {
    const Type measured = std::visit([&](const auto& form) { return check(form); }, expectation.form);
    if (expectation.within) check_within(*expectation.within, measured);
  }

 private:
  /// The difference that is allowed is of the kind of what is measured: 5% of nothing said is no sum of money.
  void check_within(const Expression& allowed, const Type& measured) {
    const Type within = inference_.of(allowed);
    const auto& units = checking_.contract.units;
    const auto figure = constant_figure(checking_.contract, allowed);
    if (figure && figure->is_negative()) {
      checking_.report.add(code::never_holds)
          .says("no difference is below zero, so nothing is within it")
          .at(allowed.span)
          .help("write the difference that is allowed either way: `within 5`");
    }
    if (within.is_unknown() || measured.is_unknown() || within.is_bare || (within.kind == measured.kind && within.units == measured.units)) return;
    checking_.report.add(code::unit_mismatch)
        .says(fmt::format("what is expected is {}, and `{}` is {}", describe(measured, units), checking_.words_of(allowed), describe(within, units)))
        .at(allowed.span)
        .help("write the difference that is allowed as a figure of the same kind: `within 5`");
  }

  Type check(const Expectation::Equals& equals) {
    const Type measured = inference_.of(equals.measured);
    const Type expected = inference_.of(equals.expected);
    return inference_.together(measured, equals.measured, expected, equals.expected, "compare");
  }

  Type check(const Expectation::Receives& receives) {
    party(checking_, receives.party);
    const Type amount = inference_.of(receives.amount);
    return is_quantity(amount, checking_.contract) ? amount : inference_.as_money(amount, receives.amount, "what a party receives");
  }

  Type check(const Expectation::Fails& fails) {
    const auto known = code_called(fails.error.text);
    if (known && severity(*known) == Severity::error) return Type::unknown();
    auto& diagnostic = checking_.report.add(code::unknown_name)
                           .says(known ? fmt::format("\"{}\" is a warning, with which a contract runs", fails.error.text) : fmt::format("no error is called \"{}\"", fails.error.text))
                           .at(fails.error.span);
    std::vector<std::string> errors;
    for (const Code code : all_codes()) {
      if (severity(code) == Severity::error) errors.emplace_back(name(code));
    }
    if (!offer_nearest(diagnostic, fails.error, errors, Written::quoted)) diagnostic.help("write the name that stands in the message: `error[negative-figure]` is \"negative-figure\"");
    return Type::unknown();
  }

  Type check(const Expectation::States&) { return Type::unknown(); }

  Checking& checking_;
  Inference& inference_;
};

}  // namespace

void check_tests(Checking& checking, Inference& inference) {
  TestCheck check(checking, inference);
  for (const Test* test : checking.contract.tests) {
    for (const Expectation& expectation : test->expectations) check.check(expectation);
  }
}

}  // namespace whereas::check
