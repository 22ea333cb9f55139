#include "lang/syntax/parse.h"

#include "lang/syntax/actions.h"
#include "lang/syntax/broken_off.h"
#include "lang/syntax/drafters_words.h"
#include "lang/syntax/grammar/messages.h"
#include "lang/syntax/letters.h"
#include "lang/syntax/mending.h"
#include "lang/syntax/pieces.h"
#include "lang/syntax/plain_letters.h"
#include "lang/text/unicode.h"

#include <fmt/format.h>

// The one file that compiles the grammar.
namespace whereas::syntax {

namespace {

constexpr std::size_t longest_source = 1024 * 1024;
constexpr std::size_t longest_line = 64 * 1024;

/// A rule that must match and does not breaks the declaration off; one that merely fails lets the next alternative try.
template <typename Rule>
struct control : tao::pegtl::normal<Rule> {
  template <typename ParseInput>
  [[noreturn]] static void raise(const ParseInput& in, Reading&) {
    static_assert(grammar::wanted<Rule>.kind != Wanted::Kind::nothing,
                  "a rule that can break off says in messages.h what it wants");
    throw BrokenOff{in.current(), grammar::wanted<Rule>};
  }
};

/// Listens for the keywords that would have fitted at one place.
template <grammar::fixed_text Text>
struct control<grammar::word<Text>> : tao::pegtl::normal<grammar::word<Text>> {
  template <typename ParseInput>
  static void failure(const ParseInput& in, Reading& reading) {
    if (in.current() == reading.listening.place) reading.listening.fitting.push_back(Text.view());
  }
  template <typename ParseInput>
  [[noreturn]] static void raise(const ParseInput& in, Reading&) {
    throw BrokenOff{in.current(), grammar::wanted<grammar::word<Text>>};
  }
};

/// One run of the grammar over one piece of the text.
template <typename Rule>
void read(std::string_view piece, Builder& builder, Listening& listening) {
  using Input = tao::pegtl::memory_input<tao::pegtl::tracking_mode::lazy>;
  Input in(piece.data(), piece.data() + piece.size(), "");
  Reading reading{builder, listening, {}, {}};
  builder.begin();
  static_cast<void>(tao::pegtl::parse<Rule, on, control>(in, reading));
}

/// The keywords that may stand where a piece broke off: it is read once more, listening there. (What the builder reports on the way it
/// reported before, at the same place, and a report keeps such once.)
template <typename Rule>
std::vector<std::string_view> words_fitting_at(const char* place, std::string_view piece, Builder& builder) {
  Listening listening{place, {}};
  try {
    read<Rule>(piece, builder, listening);
  } catch (const BrokenOff&) {  // as before
  }
  return listening.fitting;
}

/// Where a piece with other words in it breaks off, or holds what cannot be read; nothing where it reads to its end.
template <typename Rule>
std::optional<std::size_t> reads_to(std::string_view piece, SourceId source) {
  ExpressionIds ids;
  Report unheard;
  Builder builder(source, piece, ids, unheard);
  Listening listening;
  try {
    read<Rule>(piece, builder, listening);
  } catch (const BrokenOff& broken) {
    return static_cast<std::size_t>(broken.place - piece.data());
  } catch (const TooDeep&) {
    return 0;
  } catch (const TooManyParts&) {
    return 0;
  }
  for (const Diagnostic& fault : unheard.ordered()) {
    if (fault.code == code::syntax) return fault.primary.span.begin;
  }
  return std::nullopt;
}

/// Reads one piece and reports where it broke off; false where it did.
template <typename Rule>
bool read_or_report(std::string_view piece, SourceId source, std::string_view text, Builder& builder, Report& report) {
  try {
    Listening listening;
    read<Rule>(piece, builder, listening);
    return true;
  } catch (const BrokenOff& broken) {
    builder.abandon();
    report_broken_off(broken, piece, words_fitting_at<Rule>(broken.place, piece, builder), {source, text},
                      Mending([source](std::string_view declaration) { return reads_to<Rule>(declaration, source); }), report);
  } catch (const TooDeep& too_deep) {
    const auto begin = static_cast<std::uint32_t>(too_deep.place - text.data());
    report.add(code::too_deep)
        .says(text[begin] == '(' ? fmt::format("parentheses stand more than {} deep inside one another", Depth::limit) : "an amount is nested too deeply")
        .at({source, begin, begin + 1})
        .note(fmt::format("parentheses and the like may be nested {} deep, and a sum may have {} terms", Depth::limit,
                          Builder::tallest))
        .help("give parts of it names: `NAME means …`");
  }
  builder.abandon();
  return false;
}

/// Whether the text can be read at all.
bool is_readable(const Source& source, Report& report) {
  if (source.text().size() > longest_source) {
    report.add(code::too_long)
        .says("the contract is longer than 1 MiB")
        .at({source.id(), 0, 0})
        .help("bring its parts together with `use`");
    return false;
  }
  if (const auto fault = find_fault(source)) {
    const Code found = fault->kind == TextFault::Kind::not_utf8           ? code::not_utf8
                       : fault->kind == TextFault::Kind::hidden_character ? code::hidden_character
                                                                          : code::control_character;
    const std::string_view is = found == code::not_utf8           ? "a byte that is not UTF-8"
                                : found == code::hidden_character ? "a character that a reader cannot see"
                                                                  : "a control character";
    report.add(found)
        .says(fmt::format("the contract holds {}: {}", is, fault->what))
        .at(fault->span)
        .offers("delete it", replace(fault->span, ""));
    return false;
  }
  if (source.text().size() <= longest_line) return true;
  for (std::uint32_t number = 1; number <= source.line_count(); ++number) {
    if (source.line(number).size() <= longest_line) continue;
    const std::uint32_t begin = source.line_start(number);
    report.add(code::too_long)
        .says("a line is longer than 64 KiB")
        .at({source.id(), begin, begin})
        .help("break it: line ends carry no meaning");
    return false;
  }
  return true;
}

}  // namespace

Contract parse(const Source& source, ExpressionIds& ids, Report& report) {
  Contract contract;
  contract.source = source.id();
  if (!is_readable(source, report)) return contract;

  Pieces pieces = cut(source);
  contract.comments = std::move(pieces.comments);
  const std::string_view text = pieces.readable;
  if (pieces.unbegun.begin != pieces.unbegun.end) {
    report.add(code::syntax)
        .says("an indented line continues a declaration, and none stands before it")
        .at(pieces.unbegun)
        .help("begin it at the first column");
  }

  Builder builder(source.id(), text, ids, report);
  contract.declarations.reserve(pieces.pieces.size());  // each is large
  for (const Span& span : pieces.pieces) {
    const std::string_view piece = text.substr(span.begin, span.end - span.begin);
    std::optional<Declaration> declaration;
    try {
      if (has_only_plain_letters(source, span, text, report) &&
          read_or_report<grammar::one_declaration>(piece, source.id(), text, builder, report)) {
        declaration = builder.finished_declaration();
      }
    } catch (const TooManyParts& too_many) {
      const auto begin = static_cast<std::uint32_t>(too_many.place - text.data());
      report.add(code::too_long)
          .says(fmt::format("the contract has more than {} parts", Builder::most_parts))
          .at({source.id(), begin, begin})
          .help("bring its parts together with `use`");
      builder.abandon();
      break;
    }
    if (declaration) {
      contract.declarations.push_back(std::move(*declaration));
    } else {
      for (Name& name : names_of(piece, span)) contract.left_out.push_back(std::move(name));
    }
  }
  return contract;
}

bool help_with_unknown_name(std::string_view text, Span name, Diagnostic& diagnostic) {
  const auto begins_declaration = [&](std::size_t at) { return (at == 0 || text[at - 1] == '\n') && at < text.size() && !is_blank(text[at]); };
  std::size_t begin = name.begin;
  while (begin > 0 && !begins_declaration(begin)) --begin;
  std::size_t end = name.end;
  while (end < text.size() && !begins_declaration(end)) ++end;
  const std::string_view declaration = without_trailing_blanks(text.substr(begin, end - begin));
  if (declaration.find('#') != std::string_view::npos) return false;  // remarks are no words
  const Mending mending([source = name.source](std::string_view tried) { return reads_to<grammar::one_declaration>(tried, source); });
  const std::string_view before = without_trailing_blanks(declaration.substr(0, name.begin - begin));
  return help_with_unknown_word(before, declaration.substr(name.begin - begin), {name.source, text}, diagnostic, mending);
}

std::optional<Expression> parse_expression(const Source& source, ExpressionIds& ids, Report& report) {
  if (!is_readable(source, report)) return std::nullopt;
  const Pieces pieces = cut(source);
  const std::string_view text = pieces.readable;
  const std::string_view piece = without_trailing_blanks(without_leading_blanks(text));
  Builder builder(source.id(), text, ids, report);
  const auto begin = static_cast<std::uint32_t>(piece.data() - text.data());
  const Span span{source.id(), begin, begin + static_cast<std::uint32_t>(piece.size())};
  try {
    if (!has_only_plain_letters(source, span, text, report)) return std::nullopt;
    if (!read_or_report<grammar::one_expression>(piece, source.id(), text, builder, report)) return std::nullopt;
  } catch (const TooManyParts&) {
    report.add(code::too_long).says(fmt::format("the amount has more than {} parts", Builder::most_parts)).at(span)
        .help("give parts of it names of their own: `NAME means …`");
    return std::nullopt;
  }
  return builder.finished_expression();
}

}  // namespace whereas::syntax
