#include <bursar/money/currency.hpp>

#include <algorithm>
#include <string>

namespace bursar {
namespace {

// ISO 4217, list one, codes by the number of their minor digits, each row in alphabetical order.
struct Row {
  int minor_digits;
  std::string_view codes;  // blank-separated
};
constexpr Row rows[] = {
    {0,
     "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"},
    {2,
     "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD "
     "BTN BWP BYN BZD CAD CDF CHE CHF CHW CNY COP COU CRC CUC CUP CVE CZK DKK DOP DZD "
     "EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR "
     "IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP "
     "MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN "
     "QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB "
     "TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XCD YER ZAR ZMW ZWG"},
    {3,
     "BHD IQD JOD KWD LYD OMR TND"},
    {4,
     "CLF UYW"},
};

// -1: no such code with a minor unit.
int minor_digits_of(std::string_view code) {
  if (code.size() != 3 || code.find(' ') != std::string_view::npos) return -1;
  for (const Row& row : rows) {
    for (std::size_t at = 0; at + 3 <= row.codes.size(); at += 4) {
      if (row.codes.substr(at, 3) == code) return row.minor_digits;
    }
  }
  return -1;
}

}  // namespace

Result<Currency> Currency::of(std::string_view code) {
  const int digits = minor_digits_of(code);
  if (digits < 0) return Refusal(Code::currency_unknown).with("value", std::string(code));
  return Currency({code[0], code[1], code[2]}, static_cast<std::uint8_t>(digits));
}

}  // namespace bursar
