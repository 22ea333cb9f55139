#pragma once

#include "interpreter/evaluate/tried.h"
#include "lang/syntax/contract.h"

#include <string>
#include <vector>

/// What there is to try in a contract: each clause, line, tier, exception, condition and branch, in the ways in which it can come out
/// (docs/language/testing.md, "Coverage").
namespace whereas::coverage {

struct Point {
  Span said;
  std::size_t part = 0;      ///< as Tried::mark has it
  bool took_effect = true;   ///< which way: as Tried::Count has them
  std::string never;         ///< said where no test tries it: "the cap was never reached"
};

/// Of one file, by place.
std::vector<Point> points_of(const syntax::Contract& contract);

/// One file and how often each of its points has been tried.
struct File {
  Source source;
  std::vector<Point> points;
  std::vector<std::size_t> counts;  ///< by point

  std::size_t tried() const;
};
File looked_up(const syntax::Contract& contract, const Source& source, const evaluate::Tried& tried);

/// The contract with a margin that says which lines were tried in every way (`+`), in some (`~`), in none (`-`), and below it what no test tries.
std::string write_text(const std::vector<File>& files, bool colour = false);
/// A page that shows the same.
std::string write_html(const std::vector<File>& files);
/// A tracefile as lcov has it: a line for each line that has something to try, a branch for each way it can come out.
std::string write_lcov(const std::vector<File>& files);

}  // namespace whereas::coverage
