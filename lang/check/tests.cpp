#include "lang/check/checking.h"
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
    std::visit([&](const auto& form) { check(form); }, expectation.form);
    if (expectation.within) inference_.of(*expectation.within);
  }

 private:
  void check(const Expectation::Equals& equals) {
    const Type measured = inference_.of(equals.measured);
    const Type expected = inference_.of(equals.expected);
    inference_.together(measured, equals.measured, expected, equals.expected, "compare");
  }

  void check(const Expectation::Receives& receives) {
    inference_.as_money(inference_.of(receives.amount), receives.amount, "what a party receives");
    party(checking_, receives.party);
  }

  void check(const Expectation::Fails& fails) {
    const auto known = code_called(fails.error.text);
    if (known && severity(*known) == Severity::error) return;
    auto& diagnostic = checking_.report.add(code::unknown_name)
                           .says(known ? fmt::format("\"{}\" is a warning, with which a contract runs", fails.error.text) : fmt::format("no error is called \"{}\"", fails.error.text))
                           .at(fails.error.span);
    std::vector<std::string> errors;
    for (const Code code : all_codes()) {
      if (severity(code) == Severity::error) errors.emplace_back(name(code));
    }
    if (!offer_nearest(diagnostic, fails.error, errors, Written::quoted)) diagnostic.help("write the name that stands in the message: `error[negative-figure]` is \"negative-figure\"");
  }

  void check(const Expectation::States&) {}

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
