#include <bursar/money/currency.hpp>

#include <algorithm>
#include <string>

namespace bursar {
namespace {

// ISO 4217 list one as published on 2024-06-25, and XCG (Caribbean guilder), which a later
// amendment added. Codes that an amendment ends stay here, because past grants were made in them.
// Codes without a minor unit (XAU, XDR, XXX ...) are left out on purpose.
struct MinorDigits {
  int digits;
  std::string_view codes;  // ascending, three letters each, one blank between
};
constexpr MinorDigits table[] = {
    {0, "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"},
    {2,
     "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD "
     "BTN BWP BYN BZD CAD CDF CHE CHF CHW CNY COP COU CRC CUC CUP CVE CZK DKK DOP DZD "
     "EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR "
     "IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP "
     "MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN "
     "QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB "
     "TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XCD XCG YER ZAR ZMW "
     "ZWG"},
    {3, "BHD IQD JOD KWD LYD OMR TND"},
    {4, "CLF UYW"},
};

}  // namespace

Result<Currency> Currency::of(std::string_view code) {
  const bool letters =
      code.size() == 3 && std::ranges::all_of(code, [](char c) { return c >= 'A' && c <= 'Z'; });
  if (letters) {
    for (const auto& [digits, codes] : table) {
      // Every code starts at a multiple of four.
      for (std::size_t at = 0; at < codes.size(); at += 4) {
        if (codes.substr(at, 3) != code) continue;
        return Currency({code[0], code[1], code[2]}, static_cast<std::uint8_t>(digits));
      }
    }
  }
  return Refusal(Code::currency_unknown).with("value", std::string(code));
}

}  // namespace bursar
