#pragma once

#include "lang/diagnostic/diagnostic.h"
#include "lang/syntax/contract.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace whereas::program {

/// How a program reads the files it `use`s. The command line gives one that reads the contract's own folder and nothing above it;
/// tests give one that reads from memory.
class Files {
 public:
  virtual ~Files() = default;
  struct Text {
    std::string name;      ///< as shown to the reader
    std::string text;
    std::string identity;  ///< the same for the same file, however it was named: cycles are found by it
  };
  /// `name` as written after `use` (or in `given "x.csv"`), relative to the file whose Text::name is `from`.
  /// Nothing, with `why` filled in ("there is no such file", "it lies outside the contract's folder"), where it cannot be read.
  virtual std::optional<Text> read(std::string_view name, std::string_view from, std::string& why) = 0;
  /// What Text::identity is for the contract itself, so that a file that uses it back is seen.
  virtual std::string identity_of(const Source& root) { return root.name(); }
};

/// One file of a program, parsed.
struct File {
  SourceId source = 0;
  bool is_standard = false;  ///< of the standard library: its names give way to the contract's own
  std::unique_ptr<syntax::Contract> contract;  ///< its nodes stay where they are: checking points at them
};

/// A contract, the files it uses and the standard library, all parsed; the contract given on the command line comes first.
struct Program;

/// Another contract, which this one asks for figures: `use "cloud.deal" as "Cloud agreement"`. It stays a contract of its own.
struct UsedContract {
  syntax::Name as;
  std::unique_ptr<Program> program;
};

struct Program {
  std::string name;  ///< the deal's name where it has no title: the file's name without its ending
  std::vector<File> files;
  std::vector<UsedContract> contracts;
  syntax::ExpressionId expression_count = 0;

  const syntax::Contract& root() const { return *files.front().contract; }
};

/// Why a name after `use` or `given` cannot be a file of the contract's folder: "leads out of the contract's folder". Only its form is
/// looked at; that no link leads elsewhere is for Files to see. Nothing where the form is good.
std::optional<std::string> why_outside(std::string_view name);

/// Every name that the standard library gives, whether the program has loaded it or not: for the nearest name to a misspelt one.
std::vector<std::string> standard_names();

/// Loading is the second step: it takes the contract's text, parses it and everything it uses, and reports files that are missing, lie
/// outside the folder or use each other in a circle. Of the standard library, the measures and units that the contract uses are added, always
/// last; nothing else of it is parsed.
Program load(const Source& root, std::string name, Sources& sources, Files& files, Report& report);

}  // namespace whereas::program
