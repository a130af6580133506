"""The code lists forms share: sex, ethnic group, country, kind of identity paper, kind of residence.

Our codes are the stable ones (ISO 3166 for countries, the statistical list 01-54 for ethnic groups, 55 foreigners);
`targets` holds a system's own code only where it was seen. Codes may be added, never removed or reused: dossiers
received long ago still point at them.
"""

from kiosk.procedures import Choice

MOJ = "moj"                                # the Ministry of Justice's e-forms, as seen in September 2026

SEX = (
    Choice("male", "Nam", {MOJ: "1"}),
    Choice("female", "Nữ", {MOJ: "2"}),
)

RESIDENCE_KIND = (
    Choice("1", "Thường trú", {MOJ: "1"}),
    Choice("2", "Tạm trú", {MOJ: "2"}),
    Choice("3", "Không có thông tin", {MOJ: "3"}),
)

IDENTITY_PAPER = (
    Choice("9", "Thẻ căn cước", {MOJ: "9"}),
    Choice("5", "Thẻ căn cước công dân", {MOJ: "5"}),
    Choice("10", "Giấy chứng nhận căn cước", {MOJ: "10"}),
    Choice("6", "Hộ chiếu", {MOJ: "6"}),
    Choice("2", "Chứng minh nhân dân", {MOJ: "2"}),
    Choice("3", "Chứng minh sĩ quan", {MOJ: "3"}),
    Choice("4", "Chứng minh công an nhân dân", {MOJ: "4"}),
    Choice("1", "Giấy khai sinh", {MOJ: "1"}),
    Choice("7", "Sổ hộ khẩu", {MOJ: "7"}),
    Choice("8", "Giấy tờ khác", {MOJ: "8"}),
)

_ETHNIC_GROUPS = """
01 Kinh|02 Tày|03 Thái|04 Hoa|05 Khơ-me|06 Mường|07 Nùng|08 HMông|09 Dao|10 Gia-rai|11 Ngái|12 Ê-đê|13 Ba-na|14 Xơ-đăng
15 Sán Chay|16 Cơ-ho|17 Chăm|18 Sán Dìu|19 Hrê|20 Mnông|21 Ra-glai|22 Xtiêng|23 Bru-Vân Kiều|24 Thổ|25 Giáy|26 Cơ-tu
27 Gié-Triêng|28 Mạ|29 Khơ-mú|30 Co|31 Tà-ôi|32 Chơ-ro|33 Kháng|34 Xinh-mun|35 Hà Nhì|36 Chu-ru|37 Lào|38 La Chí
39 La Ha|40 Phù Lá|41 La Hủ|42 Lự|43 Lô Lô|44 Chứt|45 Mảng|46 Pà Thẻn|47 Cơ Lao|48 Cống|49 Bố Y|50 Si La|51 Pu Péo
52 Brâu|53 Ơ Đu|54 Rơ-măm|55 Người nước ngoài
"""

_COUNTRIES = """
VN Việt Nam|LA Lào|KH Campuchia|CN Trung Quốc|TW Đài Loan|HK Hồng Kông|KR Hàn Quốc|KP Triều Tiên|JP Nhật Bản|TH Thái Lan
SG Singapore|MY Malaysia|ID Indonesia|PH Philippines|MM Myanmar|BN Brunei|TL Timor-Leste|IN Ấn Độ|PK Pakistan
BD Bangladesh|LK Sri Lanka|NP Nepal|BT Bhutan|MV Maldives|AF Afghanistan|MN Mông Cổ|KZ Kazakhstan|UZ Uzbekistan
KG Kyrgyzstan|TJ Tajikistan|TM Turkmenistan|IR Iran|IQ Iraq|SA Ả Rập Xê Út|AE Các Tiểu vương quốc Ả Rập Thống nhất
QA Qatar|KW Kuwait|BH Bahrain|OM Oman|YE Yemen|JO Jordan|LB Liban|SY Syria|IL Israel|PS Palestine|TR Thổ Nhĩ Kỳ
GE Gruzia|AM Armenia|AZ Azerbaijan|RU Liên bang Nga|UA Ukraina|BY Belarus|MD Moldova|US Hoa Kỳ|CA Canada|MX Mexico
GB Vương quốc Anh|IE Ireland|FR Pháp|DE Đức|NL Hà Lan|BE Bỉ|LU Luxembourg|CH Thụy Sĩ|AT Áo|IT Ý|ES Tây Ban Nha
PT Bồ Đào Nha|GR Hy Lạp|SE Thụy Điển|NO Na Uy|DK Đan Mạch|FI Phần Lan|IS Iceland|PL Ba Lan|CZ Cộng hòa Séc|SK Slovakia
HU Hungary|RO Romania|BG Bulgaria|HR Croatia|SI Slovenia|RS Serbia|BA Bosnia và Herzegovina|ME Montenegro
MK Bắc Macedonia|AL Albania|EE Estonia|LV Latvia|LT Litva|MT Malta|CY Síp|AD Andorra|MC Monaco|SM San Marino
LI Liechtenstein|VA Tòa thánh Vatican|AU Úc|NZ New Zealand|PG Papua New Guinea|FJ Fiji|SB Quần đảo Solomon|VU Vanuatu
WS Samoa|TO Tonga|KI Kiribati|TV Tuvalu|NR Nauru|PW Palau|MH Quần đảo Marshall|FM Micronesia|CU Cuba|JM Jamaica|HT Haiti
DO Cộng hòa Dominica|BS Bahamas|BB Barbados|TT Trinidad và Tobago|AG Antigua và Barbuda|DM Dominica|GD Grenada
KN Saint Kitts và Nevis|LC Saint Lucia|VC Saint Vincent và Grenadines|BZ Belize|GT Guatemala|HN Honduras|SV El Salvador
NI Nicaragua|CR Costa Rica|PA Panama|CO Colombia|VE Venezuela|GY Guyana|SR Suriname|EC Ecuador|PE Peru|BO Bolivia
BR Brasil|PY Paraguay|UY Uruguay|AR Argentina|CL Chile|EG Ai Cập|LY Libya|TN Tunisia|DZ Algérie|MA Maroc|MR Mauritanie
SD Sudan|SS Nam Sudan|ET Ethiopia|ER Eritrea|DJ Djibouti|SO Somalia|KE Kenya|UG Uganda|TZ Tanzania|RW Rwanda|BI Burundi
CD Cộng hòa Dân chủ Congo|CG Cộng hòa Congo|GA Gabon|GQ Guinea Xích Đạo|CM Cameroon|CF Cộng hòa Trung Phi|TD Tchad
NE Niger|NG Nigeria|BJ Bénin|TG Togo|GH Ghana|CI Bờ Biển Ngà|LR Liberia|SL Sierra Leone|GN Guinée|GW Guiné-Bissau
SN Sénégal|GM Gambia|ML Mali|BF Burkina Faso|CV Cabo Verde|ST São Tomé và Príncipe|AO Angola|ZM Zambia|MW Malawi
MZ Mozambique|ZW Zimbabwe|BW Botswana|NA Namibia|ZA Nam Phi|LS Lesotho|SZ Eswatini|MG Madagascar|MU Mauritius
SC Seychelles|KM Comoros|XX Không quốc tịch
"""


def _entries(text: str) -> list[tuple[str, str]]:
    lines = text.strip().replace("\n", "|").split("|")
    return [(code, label) for code, _space, label in (line.partition(" ") for line in lines)]


# Of the ministry's own ethnic codes only that of Kinh was seen.
ETHNICITY = tuple(
    Choice(code, label, {MOJ: "63001"} if code == "01" else {}) for code, label in _entries(_ETHNIC_GROUPS))
COUNTRY = tuple(Choice(code, label, {} if code == "XX" else {MOJ: code}) for code, label in _entries(_COUNTRIES))

CODE_LISTS = {
    "sex": SEX,
    "ethnicity": ETHNICITY,
    "country": COUNTRY,
    "identity_paper": IDENTITY_PAPER,
    "residence_kind": RESIDENCE_KIND,
}
