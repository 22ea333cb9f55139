#pragma once

#include "lang/syntax/contract.h"

#include <string>
#include <vector>

/// Where the words of a declaration stand, and what the contract calls them. Private to this folder.
namespace whereas::mutate {

/// Whether a declaration says what is paid: not so scenarios, tests, promises, notes, inputs, units and the names of parties.
bool is_of_the_deal(const syntax::Declaration& declaration);

/// How often the deal settles; by the month where it does not say.
Frequency settlement_of(const syntax::Contract& contract);

/// A declaration, line by line: what a reader takes in at once.
class Lines {
 public:
  Lines(const syntax::Declaration& declaration, const Source& source);

  const Source& source() const { return source_; }
  /// The words of a stretch, one blank where there were blanks and line ends.
  std::string words(Span span) const;
  /// What a slip in part of a line says: `the cap of 2bn is 2.1bn` where the part has a name, else `"LINE" is "LINE AS CHANGED"`.
  std::string is_otherwise(Span part, const std::string& instead) const;
  /// The whole line or lines that hold no other words: what goes when they are left out.
  Span whole_lines(Span span) const;

 private:
  struct Called {
    Span span;
    std::string noun;  ///< `cap`
  };
  Span line_around(Span part) const;
  void add(const syntax::Proviso& proviso);
  void add(const std::vector<syntax::Proviso>& provisos);
  void add(const syntax::Amount& amount);
  void add(const syntax::Clause& clause);
  void add(const syntax::Measure& measure);
  void add(const syntax::Waterfall& waterfall);
  void add(const syntax::Commitment& commitment);
  void call(const syntax::Expression& expression, std::string noun);

  const Source& source_;
  Span declaration_;
  std::vector<Span> lines_;
  std::vector<Called> called_;
};

}  // namespace whereas::mutate
