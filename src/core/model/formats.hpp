#pragma once

#include <string_view>

#include "core/model/format.hpp"

/// The formats of all leaves. A name says alphabet and length: text35 is up to 35 characters, trimmed35 the
/// same without a separator at either end, code4 exactly four; tokens have their white space collapsed.
namespace lintas::message::formats {

inline constexpr std::string_view flag_values[] = {"0", "1"};
inline constexpr std::string_view functional_error_values[] = {"12", "13", "14", "15", "26", "50",
                                                               "51", "52", "90", "92", "93"};
inline constexpr std::string_view listed_country_values[] = {
    "AD", "AT", "BE", "BG", "CH", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR",
    "GB", "GR", "HR", "HU", "IE", "IS", "IT", "LT", "LU", "LV", "MK", "MT", "NL",
    "NO", "PL", "PT", "RO", "RS", "SE", "SI", "SK", "SM", "TR", "UA", "XI"};
inline constexpr std::string_view message_type_values[] = {
    "CC004C", "CC006C", "CC007C", "CC009C", "CC013C", "CC014C", "CC015C", "CC017C", "CC019C", "CC022C",
    "CC023C", "CC025C", "CC026C", "CC028C", "CC029C", "CC034C", "CC035C", "CC037C", "CC040C", "CC042C",
    "CC043C", "CC044C", "CC045C", "CC048C", "CC051C", "CC054C", "CC055C", "CC056C", "CC057C", "CC058D",
    "CC060C", "CC061C", "CC117D", "CC140C", "CC141C", "CC170C", "CC182C", "CC190C", "CC191C", "CC224C",
    "CC225C", "CC228C", "CC229C", "CC231C", "CC906C", "CC917C", "CC928C", "CD001C", "CD002C", "CD003C",
    "CD006C", "CD010C", "CD012C", "CD018C", "CD024C", "CD027C", "CD038C", "CD049C", "CD050C", "CD059C",
    "CD063C", "CD070C", "CD071C", "CD078C", "CD094C", "CD095C", "CD114C", "CD115C", "CD118C", "CD119D",
    "CD142C", "CD143C", "CD144C", "CD145C", "CD150C", "CD151C", "CD152C", "CD160C", "CD164C", "CD165C",
    "CD168C", "CD180C", "CD181C", "CD200C", "CD201C", "CD203C", "CD204C", "CD205C", "CD209C", "CD411D",
    "CD903D", "CD906C", "CD917C", "CD971C", "CD974C", "CD975C"};
inline constexpr std::string_view notice_type_values[] = {"CX095A"};
inline constexpr std::string_view status_request_type_values[] = {"CX096A"};
inline constexpr std::string_view manifest_type_values[] = {"CX097A"};
inline constexpr std::string_view document_manifest_type_values[] = {"CX098A"};
inline constexpr std::string_view document_type_values[] = {
    "ACDD.ACK",    "ACDD.CANCEL.REQ",    "ACDD.RESPONSE", "ACDD.SEND",        "AEO.ACK",
    "AEO.NOTICE",  "AEO.RECORD",         "CE.ACK",        "CE.NOTICE",        "CE.RECORD",
    "CO.ACK",      "CO.CANCEL",          "CO.CLARIFY",    "CO.CONFLICT",      "CO.DRAW.UNDONE",
    "CO.DRAWN",    "CO.ISSUE",           "CO.RESPONSE",   "CO.RETRANSMIT",    "CO.RETRANSMIT.REQ",
    "CO.REVERSAL", "CO.VERIFY.DECISION", "CO.VERIFY.REQ", "CO.VERIFY.RESULT", "CO.VISIT.NOTICE",
    "DOC.ANSWER",  "DOC.CANCEL",         "DOC.FILE.PART", "DOC.FILE.REQ",     "DOC.FILES",
    "DOC.USE",     "OD.DECLARATION"};
inline constexpr std::string_view xml_error_values[] = {"12", "13", "15", "18", "35", "39", "40", "50",
                                                        "51", "52", "53", "54", "55", "56", "57"};

inline constexpr Format country{.name = "country",
                                .alphabet = Alphabet::upper,
                                .length = {2, 2},
                                .length_facet = LengthFacet::exact,
                                .base = "xs:normalizedString",
                                .pattern = "[A-Z]{2}"};
inline constexpr Format export_mrn{
    .name = "export_mrn",
    .length = {18, 18},
    .shape = &is_export_mrn,
    .base = "xs:normalizedString",
    .pattern =
        "([0-1][0-9]|[2][0-4])[A-Z]{2}[A-Z0-9]{13}[0-9]|([2][4-9]|[3-9][0-9])[A-Z]{2}[A-Z0-9]{12}[A-E][0-9]"};
inline constexpr Format grn{.name = "grn",
                            .length = {17, 24},
                            .shape = &is_grn,
                            .base = "xs:normalizedString",
                            .pattern = "[0-9]{2}[A-Z]{2}[A-Z0-9]{12}[0-9]([A-Z][0-9]{6})?",
                            .second_pattern = "[A-Z0-9]*"};
inline constexpr Format language{.name = "language",
                                 .alphabet = Alphabet::letters,
                                 .length = {2, 2},
                                 .length_facet = LengthFacet::exact,
                                 .base = "xs:normalizedString",
                                 .pattern = "[A-Za-z]{2}"};
inline constexpr Format latitude{.name = "latitude",
                                 .length = {7, 11},
                                 .shape = &is_latitude,
                                 .base = "xs:normalizedString",
                                 .pattern = "[+-]?([0-8]?[0-9]\\.[0-9]{5,7}|90.000000?0?)"};
inline constexpr Format longitude{.name = "longitude",
                                  .length = {7, 12},
                                  .shape = &is_longitude,
                                  .base = "xs:normalizedString",
                                  .pattern = "[+-]?((0?[0-9]?|1[0-7])[0-9]\\.[0-9]{5,7}|180.000000?0?)"};
inline constexpr Format mail{.name = "mail",
                             .alphabet = Alphabet::ascii,
                             .length = {1, 256},
                             .length_facet = LengthFacet::most,
                             .shape = &is_mail,
                             .base = "xs:normalizedString",
                             .pattern = "[^@]+@[^\\.]+\\..+",
                             .second_pattern = "\\p{IsBasicLatin}+"};
inline constexpr Format mrn{
    .name = "mrn",
    .length = {18, 18},
    .shape = &is_mrn,
    .base = "xs:normalizedString",
    .pattern =
        "([0-1][0-9]|[2][0-4])[A-Z]{2}[A-Z0-9]{13}[0-9]|([2][4-9]|[3-9][0-9])[A-Z]{2}[A-Z0-9]{12}[J-M][0-9]"};
inline constexpr Format office{.name = "office",
                               .length = {8, 8},
                               .length_facet = LengthFacet::exact,
                               .shape = &is_office,
                               .base = "xs:normalizedString",
                               .pattern = "[A-Z]{2}[A-Z0-9]{6}"};
inline constexpr Format plain17{
    .name = "plain17", .length = {1, 17}, .length_facet = LengthFacet::range, .base = "xs:normalizedString"};
inline constexpr Format printable17{.name = "printable17",
                                    .alphabet = Alphabet::printable,
                                    .length = {1, 17},
                                    .length_facet = LengthFacet::range,
                                    .base = "xs:normalizedString",
                                    .pattern = "[ -~]{1,17}"};
inline constexpr Format printable35{.name = "printable35",
                                    .alphabet = Alphabet::printable,
                                    .length = {1, 35},
                                    .length_facet = LengthFacet::range,
                                    .base = "xs:normalizedString",
                                    .pattern = "[ -~]{1,35}"};
inline constexpr Format printable70{.name = "printable70",
                                    .alphabet = Alphabet::printable,
                                    .length = {1, 70},
                                    .length_facet = LengthFacet::range,
                                    .base = "xs:normalizedString",
                                    .pattern = "[ -~]{1,70}"};
inline constexpr Format printable80{.name = "printable80",
                                    .alphabet = Alphabet::printable,
                                    .length = {1, 80},
                                    .length_facet = LengthFacet::range,
                                    .base = "xs:normalizedString",
                                    .pattern = "[ -~]{1,80}"};
inline constexpr Format risk_result{.name = "risk_result",
                                    .length = {1, 17},
                                    .length_facet = LengthFacet::range,
                                    .shape = &is_risk_result,
                                    .base = "xs:normalizedString",
                                    .pattern = ".{0,4}E|[!-~]{1,16}E"};
inline constexpr Format text3{.name = "text3",
                              .length = {1, 3},
                              .length_facet = LengthFacet::most,
                              .base = "xs:normalizedString",
                              .pattern = ".{1,3}"};
inline constexpr Format text4{.name = "text4",
                              .length = {1, 4},
                              .length_facet = LengthFacet::most,
                              .base = "xs:normalizedString",
                              .pattern = ".{1,4}"};
inline constexpr Format text5{.name = "text5",
                              .length = {1, 5},
                              .length_facet = LengthFacet::most,
                              .base = "xs:normalizedString",
                              .pattern = ".{1,5}"};
inline constexpr Format text7{.name = "text7",
                              .length = {1, 7},
                              .length_facet = LengthFacet::most,
                              .base = "xs:normalizedString",
                              .pattern = ".{1,7}"};
inline constexpr Format text17{.name = "text17",
                               .length = {1, 17},
                               .length_facet = LengthFacet::most,
                               .base = "xs:normalizedString",
                               .pattern = ".{1,17}"};
inline constexpr Format text20{.name = "text20",
                               .length = {1, 20},
                               .length_facet = LengthFacet::most,
                               .base = "xs:normalizedString",
                               .pattern = ".{1,20}"};
inline constexpr Format text22{.name = "text22",
                               .length = {1, 22},
                               .length_facet = LengthFacet::most,
                               .base = "xs:normalizedString",
                               .pattern = ".{1,22}"};
inline constexpr Format text35{.name = "text35",
                               .length = {1, 35},
                               .length_facet = LengthFacet::most,
                               .base = "xs:normalizedString",
                               .pattern = ".{1,35}"};
inline constexpr Format text70{.name = "text70",
                               .length = {1, 70},
                               .length_facet = LengthFacet::most,
                               .base = "xs:normalizedString",
                               .pattern = ".{1,70}"};
inline constexpr Format text256{.name = "text256",
                                .length = {1, 256},
                                .length_facet = LengthFacet::most,
                                .base = "xs:normalizedString",
                                .pattern = ".{1,256}"};
inline constexpr Format text512{.name = "text512",
                                .length = {1, 512},
                                .length_facet = LengthFacet::most,
                                .base = "xs:normalizedString",
                                .pattern = ".{1,512}"};
inline constexpr Format text_exactly2{.name = "text_exactly2",
                                      .length = {2, 2},
                                      .length_facet = LengthFacet::exact,
                                      .base = "xs:normalizedString",
                                      .pattern = ".{2}"};
inline constexpr Format tight17{.name = "tight17",
                                .alphabet = Alphabet::printable_tight,
                                .length = {1, 17},
                                .length_facet = LengthFacet::range,
                                .base = "xs:normalizedString",
                                .pattern = "[!-~][ -~]{1,15}[!-~]|[!-~]{1,2}"};
inline constexpr Format tight35{.name = "tight35",
                                .alphabet = Alphabet::printable_tight,
                                .length = {1, 35},
                                .length_facet = LengthFacet::range,
                                .base = "xs:normalizedString",
                                .pattern = "[!-~][ -~]{1,33}[!-~]|[!-~]{1,2}"};
inline constexpr Format tir_carnet{.name = "tir_carnet",
                                   .length = {1, 12},
                                   .length_facet = LengthFacet::range,
                                   .shape = &is_tir_carnet,
                                   .base = "xs:normalizedString",
                                   .pattern =
                                       "([1-9][0-9]{0,6}|(1[0-9]|2[0-4])[0-9]{0,6}|25000000|(X[A-Z]|[A-Z]X)("
                                       "2[5-9]|[3-9][0-9]|[1-9][0-9][0-9])[0-9]{6})"};
inline constexpr Format trader{.name = "trader",
                               .length = {3, 17},
                               .length_facet = LengthFacet::range,
                               .shape = &is_trader,
                               .base = "xs:normalizedString",
                               .pattern = "[A-Z]{2}[!-~]{1,15}"};
inline constexpr Format trimmed4{.name = "trimmed4",
                                 .alphabet = Alphabet::trimmed,
                                 .length = {1, 4},
                                 .length_facet = LengthFacet::most,
                                 .base = "xs:normalizedString",
                                 .pattern = "\\P{Z}(.*\\P{Z})?"};
inline constexpr Format trimmed17{.name = "trimmed17",
                                  .alphabet = Alphabet::trimmed,
                                  .length = {1, 17},
                                  .length_facet = LengthFacet::most,
                                  .base = "xs:normalizedString",
                                  .pattern = "\\P{Z}(.*\\P{Z})?"};
inline constexpr Format trimmed20{.name = "trimmed20",
                                  .alphabet = Alphabet::trimmed,
                                  .length = {1, 20},
                                  .length_facet = LengthFacet::most,
                                  .base = "xs:normalizedString",
                                  .pattern = "\\P{Z}(.*\\P{Z})?"};
inline constexpr Format trimmed22{.name = "trimmed22",
                                  .alphabet = Alphabet::trimmed,
                                  .length = {1, 22},
                                  .length_facet = LengthFacet::most,
                                  .base = "xs:normalizedString",
                                  .pattern = "\\P{Z}(.*\\P{Z})?"};
inline constexpr Format trimmed35{.name = "trimmed35",
                                  .alphabet = Alphabet::trimmed,
                                  .length = {1, 35},
                                  .length_facet = LengthFacet::most,
                                  .base = "xs:normalizedString",
                                  .pattern = "\\P{Z}(.*\\P{Z})?"};
inline constexpr Format trimmed70{.name = "trimmed70",
                                  .alphabet = Alphabet::trimmed,
                                  .length = {1, 70},
                                  .length_facet = LengthFacet::most,
                                  .base = "xs:normalizedString",
                                  .pattern = "\\P{Z}(.*\\P{Z})?"};
inline constexpr Format trimmed512{.name = "trimmed512",
                                   .alphabet = Alphabet::trimmed,
                                   .length = {1, 512},
                                   .length_facet = LengthFacet::most,
                                   .base = "xs:normalizedString",
                                   .pattern = "\\P{Z}(.*\\P{Z})?"};
inline constexpr Format trimmed_exactly2{.name = "trimmed_exactly2",
                                         .alphabet = Alphabet::trimmed,
                                         .length = {2, 2},
                                         .length_facet = LengthFacet::exact,
                                         .base = "xs:normalizedString",
                                         .pattern = "\\P{Z}(.*\\P{Z})?"};
inline constexpr Format trimmed_exactly4{.name = "trimmed_exactly4",
                                         .alphabet = Alphabet::trimmed,
                                         .length = {4, 4},
                                         .length_facet = LengthFacet::exact,
                                         .base = "xs:normalizedString",
                                         .pattern = "\\P{Z}(.*\\P{Z})?"};
inline constexpr Format trimmed_mail{.name = "trimmed_mail",
                                     .alphabet = Alphabet::ascii,
                                     .length = {1, 256},
                                     .length_facet = LengthFacet::most,
                                     .shape = &is_trimmed_mail,
                                     .base = "xs:normalizedString",
                                     .pattern = "\\P{Z}[^@]*@[^\\.]+\\..*\\P{Z}",
                                     .second_pattern = "\\p{IsBasicLatin}+"};
inline constexpr Format upper1{.name = "upper1",
                               .alphabet = Alphabet::upper,
                               .length = {1, 1},
                               .length_facet = LengthFacet::exact,
                               .base = "xs:normalizedString",
                               .pattern = "[A-Z]*"};
inline constexpr Format upper_or_digits1{.name = "upper_or_digits1",
                                         .alphabet = Alphabet::upper_or_digits,
                                         .length = {1, 1},
                                         .length_facet = LengthFacet::exact,
                                         .base = "xs:normalizedString",
                                         .pattern = "[A-Z0-9]*"};
inline constexpr Format code1{
    .name = "code1", .space = Space::collapse, .length = {1, 1}, .base = "xs:token", .pattern = ".{1}"};
inline constexpr Format code2{
    .name = "code2", .space = Space::collapse, .length = {2, 2}, .base = "xs:token", .pattern = ".{2}"};
inline constexpr Format code3{
    .name = "code3", .space = Space::collapse, .length = {3, 3}, .base = "xs:token", .pattern = ".{3}"};
inline constexpr Format code4{
    .name = "code4", .space = Space::collapse, .length = {4, 4}, .base = "xs:token", .pattern = ".{4}"};
inline constexpr Format code5{
    .name = "code5", .space = Space::collapse, .length = {5, 5}, .base = "xs:token", .pattern = ".{5}"};
inline constexpr Format code6{
    .name = "code6", .space = Space::collapse, .length = {6, 6}, .base = "xs:token", .pattern = ".{6}"};
inline constexpr Format code8{
    .name = "code8", .space = Space::collapse, .length = {8, 8}, .base = "xs:token", .pattern = ".{8}"};
inline constexpr Format code9{
    .name = "code9", .space = Space::collapse, .length = {9, 9}, .base = "xs:token", .pattern = ".{9}"};
inline constexpr Format code10{
    .name = "code10", .space = Space::collapse, .length = {10, 10}, .base = "xs:token", .pattern = ".{10}"};
inline constexpr Format digits1{.name = "digits1",
                                .space = Space::collapse,
                                .alphabet = Alphabet::digits,
                                .length = {1, 1},
                                .base = "xs:token",
                                .pattern = "[0-9]{1}"};
inline constexpr Format digits2{.name = "digits2",
                                .space = Space::collapse,
                                .alphabet = Alphabet::digits,
                                .length = {2, 2},
                                .base = "xs:token",
                                .pattern = "[0-9]{2}"};
inline constexpr Format digits1to2{.name = "digits1to2",
                                   .space = Space::collapse,
                                   .alphabet = Alphabet::digits,
                                   .length = {1, 2},
                                   .base = "xs:token",
                                   .pattern = "[0-9]{1,2}"};
inline constexpr Format letters1{.name = "letters1",
                                 .space = Space::collapse,
                                 .alphabet = Alphabet::letters,
                                 .length = {1, 1},
                                 .base = "xs:token",
                                 .pattern = "[A-Za-z]{1}"};
inline constexpr Format letters2{.name = "letters2",
                                 .space = Space::collapse,
                                 .alphabet = Alphabet::letters,
                                 .length = {2, 2},
                                 .base = "xs:token",
                                 .pattern = "[A-Za-z]{2}"};
inline constexpr Format letters3{.name = "letters3",
                                 .space = Space::collapse,
                                 .alphabet = Alphabet::letters,
                                 .length = {3, 3},
                                 .base = "xs:token",
                                 .pattern = "[A-Za-z]{3}"};
inline constexpr Format letters1to3{.name = "letters1to3",
                                    .space = Space::collapse,
                                    .alphabet = Alphabet::letters,
                                    .length = {1, 3},
                                    .base = "xs:token",
                                    .pattern = "[A-Za-z]{1,3}"};
inline constexpr Format token3{
    .name = "token3", .space = Space::collapse, .length = {1, 3}, .base = "xs:token", .pattern = ".{1,3}"};
inline constexpr Format token4{
    .name = "token4", .space = Space::collapse, .length = {1, 4}, .base = "xs:token", .pattern = ".{1,4}"};
inline constexpr Format token5{
    .name = "token5", .space = Space::collapse, .length = {1, 5}, .base = "xs:token", .pattern = ".{1,5}"};
inline constexpr Format token7{
    .name = "token7", .space = Space::collapse, .length = {1, 7}, .base = "xs:token", .pattern = ".{1,7}"};
inline constexpr Format token17{
    .name = "token17", .space = Space::collapse, .length = {1, 17}, .base = "xs:token", .pattern = ".{1,17}"};
inline constexpr Format token35{
    .name = "token35", .space = Space::collapse, .length = {1, 35}, .base = "xs:token", .pattern = ".{1,35}"};
inline constexpr Format token140{.name = "token140",
                                 .space = Space::collapse,
                                 .length = {1, 140},
                                 .base = "xs:token",
                                 .pattern = ".{1,140}"};
inline constexpr Format upper3{.name = "upper3",
                               .space = Space::collapse,
                               .alphabet = Alphabet::upper,
                               .length = {3, 3},
                               .base = "xs:token",
                               .pattern = "[A-Z]{3}"};
inline constexpr Format code2to3{.name = "code2to3",
                                 .space = Space::collapse,
                                 .alphabet = Alphabet::upper_or_digits,
                                 .length = {2, 3},
                                 .base = "xs:token",
                                 .pattern = "[A-Z0-9]{2,3}"};
inline constexpr Format digits6to8{.name = "digits6to8",
                                   .space = Space::collapse,
                                   .alphabet = Alphabet::digits,
                                   .length = {6, 8},
                                   .base = "xs:token",
                                   .pattern = "[0-9]{6,8}"};
inline constexpr Format digits8to12{.name = "digits8to12",
                                    .space = Space::collapse,
                                    .alphabet = Alphabet::digits,
                                    .length = {8, 12},
                                    .base = "xs:token",
                                    .pattern = "[0-9]{8,12}"};
inline constexpr Format unlocode{.name = "unlocode",
                                 .space = Space::collapse,
                                 .alphabet = Alphabet::upper_or_digits,
                                 .length = {5, 5},
                                 .base = "xs:token",
                                 .pattern = "[A-Z0-9]{5}"};
inline constexpr Format flag{
    .name = "flag", .space = Space::collapse, .values = flag_values, .base = "xs:token"};
inline constexpr Format functional_error{.name = "functional_error",
                                         .space = Space::collapse,
                                         .values = functional_error_values,
                                         .base = "xs:token"};
inline constexpr Format listed_country{
    .name = "listed_country", .space = Space::collapse, .values = listed_country_values, .base = "xs:token"};
inline constexpr Format message_type{
    .name = "message_type", .space = Space::collapse, .values = message_type_values, .base = "xs:token"};
inline constexpr Format notice_type{
    .name = "notice_type", .space = Space::collapse, .values = notice_type_values, .base = "xs:token"};
inline constexpr Format status_request_type{.name = "status_request_type",
                                            .space = Space::collapse,
                                            .values = status_request_type_values,
                                            .base = "xs:token"};
inline constexpr Format manifest_type{
    .name = "manifest_type", .space = Space::collapse, .values = manifest_type_values, .base = "xs:token"};
inline constexpr Format document_manifest_type{.name = "document_manifest_type",
                                               .space = Space::collapse,
                                               .values = document_manifest_type_values,
                                               .base = "xs:token"};
inline constexpr Format document_type{
    .name = "document_type", .space = Space::collapse, .values = document_type_values, .base = "xs:token"};
inline constexpr Format digest{.name = "digest",
                               .space = Space::collapse,
                               .alphabet = Alphabet::upper_or_digits,
                               .length = {16, 16},
                               .base = "xs:token",
                               .pattern = "[A-Z0-9]{16}"};
/// Of a file, in small letters.
[[nodiscard]] constexpr bool is_sha256(std::string_view text) {
  for (const char c : text)
    if (!(c >= '0' && c <= '9') && !(c >= 'a' && c <= 'f')) return false;
  return text.size() == 64;
}
inline constexpr Format sha256{.name = "sha256",
                               .space = Space::collapse,
                               .length = {64, 64},
                               .shape = &is_sha256,
                               .base = "xs:token",
                               .pattern = "[0-9a-f]{64}"};
/// A part of a file, at most 256 KiB; whoever reads it looks whether it is base64.
inline constexpr Format base64_part{.name = "base64_part",
                                    .space = Space::collapse,
                                    .length = {1, 349528},
                                    .length_facet = LengthFacet::range,
                                    .base = "xs:token"};
inline constexpr Format xml_error{
    .name = "xml_error", .space = Space::collapse, .values = xml_error_values, .base = "xs:token"};
inline constexpr Format from0to1999{.name = "from0to1999",
                                    .kind = Kind::integer,
                                    .space = Space::collapse,
                                    .range = {0, 1999},
                                    .base = "xs:integer",
                                    .pattern = "[1-9][0-9]{0,2}|[1][0-9]{3}|0"};
inline constexpr Format from0to9999{.name = "from0to9999",
                                    .kind = Kind::integer,
                                    .space = Space::collapse,
                                    .range = {0, 9999},
                                    .base = "xs:integer",
                                    .pattern = "(0|[1-9][0-9]{0,3})"};
inline constexpr Format from0to99999999{.name = "from0to99999999",
                                        .kind = Kind::integer,
                                        .space = Space::collapse,
                                        .range = {0, 99999999},
                                        .base = "xs:integer",
                                        .pattern = "(0|[1-9][0-9]{0,7})"};
inline constexpr Format from0to999999999{.name = "from0to999999999",
                                         .kind = Kind::integer,
                                         .space = Space::collapse,
                                         .range = {0, 999999999},
                                         .base = "xs:integer",
                                         .pattern = "(0|[1-9][0-9]{0,8})"};
inline constexpr Format from1to9{.name = "from1to9",
                                 .kind = Kind::integer,
                                 .space = Space::collapse,
                                 .range = {1, 9},
                                 .base = "xs:integer",
                                 .pattern = "[1-9]"};
inline constexpr Format from1to100{.name = "from1to100",
                                   .kind = Kind::integer,
                                   .space = Space::collapse,
                                   .range = {1, 100},
                                   .base = "xs:integer",
                                   .pattern = "[1-9][0-9]?|100"};
inline constexpr Format from1to999{.name = "from1to999",
                                   .kind = Kind::integer,
                                   .space = Space::collapse,
                                   .range = {1, 999},
                                   .base = "xs:integer",
                                   .pattern = "[1-9][0-9]{0,2}"};
inline constexpr Format from1to1999{.name = "from1to1999",
                                    .kind = Kind::integer,
                                    .space = Space::collapse,
                                    .range = {1, 1999},
                                    .base = "xs:integer",
                                    .pattern = "[1-9][0-9]{0,2}|[1][0-9]{3}"};
inline constexpr Format from1to99999{.name = "from1to99999",
                                     .kind = Kind::integer,
                                     .space = Space::collapse,
                                     .range = {1, 99999},
                                     .base = "xs:integer",
                                     .pattern = "[1-9][0-9]{0,4}"};
inline constexpr Format from1to99999999{.name = "from1to99999999",
                                        .kind = Kind::integer,
                                        .space = Space::collapse,
                                        .range = {1, 99999999},
                                        .base = "xs:integer",
                                        .pattern = "[1-9][0-9]{0,7}"};
inline constexpr Format from1to999999999{.name = "from1to999999999",
                                         .kind = Kind::integer,
                                         .space = Space::collapse,
                                         .range = {1, 999999999},
                                         .base = "xs:integer",
                                         .pattern = "[1-9][0-9]{0,8}"};
inline constexpr Format amount{.name = "amount",
                               .kind = Kind::number,
                               .space = Space::collapse,
                               .digits = {16, 2},
                               .base = "xs:decimal",
                               .pattern = "(0|[1-9]\\d*)(\\.\\d+)?"};
inline constexpr Format mass{.name = "mass",
                             .kind = Kind::number,
                             .space = Space::collapse,
                             .digits = {16, 6},
                             .base = "xs:decimal",
                             .pattern = "(0|[1-9]\\d*)(\\.\\d+)?"};
inline constexpr Format positive_mass{.name = "positive_mass",
                                      .kind = Kind::number,
                                      .space = Space::collapse,
                                      .digits = {16, 6},
                                      .above_zero = true,
                                      .base = "xs:decimal",
                                      .pattern = "[1-9]\\d*(\\.\\d+)?|0\\.\\d*[1-9]\\d*"};
inline constexpr Format date{.name = "date",
                             .kind = Kind::date,
                             .space = Space::collapse,
                             .base = "xs:date",
                             .pattern = "\\d{4}-\\d{2}-\\d{2}"};
inline constexpr Format date_time{.name = "date_time",
                                  .kind = Kind::date_time,
                                  .space = Space::collapse,
                                  .base = "xs:dateTime",
                                  .pattern = "\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}"};
/// A second with the offset of the place from UTC: kept as it was written. Offsets that the region does not
/// have, from 14 hours on, are left out, for validators differ about the last one.
inline constexpr Format zoned_time{
    .name = "zoned_time",
    .space = Space::collapse,
    .length = {20, 25},
    .shape = &is_zoned_time,
    .base = "xs:dateTime",
    .pattern = "\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(Z|[+\\-](0[0-9]|1[0-3]):[0-5][0-9])"};
inline constexpr const Format* all[] = {&country,
                                        &export_mrn,
                                        &grn,
                                        &language,
                                        &latitude,
                                        &longitude,
                                        &mail,
                                        &mrn,
                                        &office,
                                        &plain17,
                                        &printable17,
                                        &printable35,
                                        &printable70,
                                        &printable80,
                                        &risk_result,
                                        &text3,
                                        &text4,
                                        &text5,
                                        &text7,
                                        &text17,
                                        &text20,
                                        &text22,
                                        &text35,
                                        &text70,
                                        &text256,
                                        &text512,
                                        &text_exactly2,
                                        &tight17,
                                        &tight35,
                                        &tir_carnet,
                                        &trader,
                                        &trimmed4,
                                        &trimmed17,
                                        &trimmed20,
                                        &trimmed22,
                                        &trimmed35,
                                        &trimmed70,
                                        &trimmed512,
                                        &trimmed_exactly2,
                                        &trimmed_exactly4,
                                        &trimmed_mail,
                                        &upper1,
                                        &upper_or_digits1,
                                        &code1,
                                        &code2,
                                        &code3,
                                        &code4,
                                        &code5,
                                        &code6,
                                        &code8,
                                        &code9,
                                        &code10,
                                        &digits1,
                                        &digits2,
                                        &digits1to2,
                                        &letters1,
                                        &letters2,
                                        &letters3,
                                        &letters1to3,
                                        &token3,
                                        &token4,
                                        &token5,
                                        &token7,
                                        &token17,
                                        &token35,
                                        &token140,
                                        &upper3,
                                        &code2to3,
                                        &digits6to8,
                                        &digits8to12,
                                        &unlocode,
                                        &flag,
                                        &functional_error,
                                        &listed_country,
                                        &message_type,
                                        &notice_type,
                                        &status_request_type,
                                        &manifest_type,
                                        &document_manifest_type,
                                        &document_type,
                                        &digest,
                                        &sha256,
                                        &base64_part,
                                        &xml_error,
                                        &from0to1999,
                                        &from0to9999,
                                        &from0to99999999,
                                        &from0to999999999,
                                        &from1to9,
                                        &from1to100,
                                        &from1to999,
                                        &from1to1999,
                                        &from1to99999,
                                        &from1to99999999,
                                        &from1to999999999,
                                        &amount,
                                        &mass,
                                        &positive_mass,
                                        &date,
                                        &date_time,
                                        &zoned_time};

}  // namespace lintas::message::formats
