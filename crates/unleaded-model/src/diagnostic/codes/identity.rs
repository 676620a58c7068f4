//! Codes about who and what: substances, organisations, items.

codes! {
    /// The last digit of a CAS Registry Number is a check digit: the digits before it, weighted 1, 2, 3 ... from the right,
    /// sum to it modulo 10. A few numbers in official lists fail the check, so this is a warning and the number is used as written.
    CAS_CHECK_DIGIT = "cas-check-digit", Warning,
    en: "CAS number `{value}` fails its check digit; with these digits it would be `{expected}`", "compare the number with the data sheet of the substance",
    zh: "CAS 号“{value}”校验位不符；按这些数字应为“{expected}”", "请与该物质的资料核对 CAS 号";

    /// A CAS Registry Number is two to seven digits, a hyphen, two digits, a hyphen and one digit. Text that is neither that nor
    /// a known placeholder gives the substance no identity.
    CAS_MALFORMED = "cas-malformed", Warning,
    en: "`{value}` is not a CAS number", "write it as digits with two hyphens, e.g. `7439-92-1`, or leave it empty",
    zh: "“{value}”不是 CAS 号", "请写成带两个连字符的数字，例如“7439-92-1”，或留空";

    /// The last digit of an EC number is a check digit (weights 1 to 6 modulo 11; remainder 10 is written 1).
    EC_CHECK_DIGIT = "ec-check-digit", Warning,
    en: "EC number `{value}` fails its check digit", "compare the number with the EC inventory",
    zh: "EC 号“{value}”校验位不符", "请与 EC 目录核对";

    /// GB 32100-2015: the 18th character of a unified social credit code is a check character over the first 17 (modulus 31).
    /// A real code is reported to fail it, so in declarations this is a warning.
    CREDIT_CODE_CHECK = "credit-code-check", Warning,
    en: "unified social credit code `{value}` fails its check character", "compare it with the business licence",
    zh: "统一社会信用代码“{value}”校验未通过", "请与营业执照核对";

    /// Two documents, or two products of one document, declare the same part of the same maker on the same date, so neither is newer.
    DUPLICATE_PART = "duplicate-part", Warning,
    en: "part `{part}` is declared more than once", "keep one declaration per part and maker, or give the newer one a later date",
    zh: "部件“{part}”被重复声明", "同一制造商的同一部件只保留一份声明，或给较新的一份更晚的日期";

    /// Without an item number a declaration can't be matched with a line of a bill of materials.
    ITEM_NUMBER_MISSING = "item-number-missing", Error,
    en: "product `{name}` has no item number", "give the item number by which your customer orders the part",
    zh: "产品“{name}”没有料号", "请填写客户订购该部件所用的料号";
}
