//! Against the published examples, and against what must not pass.

use sm2::dsa::signature::hazmat::{PrehashSigner, PrehashVerifier};
use sm2::elliptic_curve::PrimeField;
use sm2::elliptic_curve::sec1::ToSec1Point;
use sm2::{FieldBytes, NonZeroScalar, Scalar};

use super::*;
use crate::keys::{PrivateKey, PublicKey};

/// The bytes of hexadecimal digits.
fn hex<const N: usize>(digits: &str) -> [u8; N] {
    let digit = |at: usize| u8::from_str_radix(&digits[at..at + 2], 16).unwrap();
    assert_eq!(digits.len(), 2 * N);
    std::array::from_fn(|at| digit(2 * at))
}

fn both(r: &str, s: &str) -> [u8; 64] {
    hex(&format!("{r}{s}"))
}

/// The order of the curve (GM/T 0003.5 section 2).
const N: &str = "fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123";
const N_LESS_1: &str = "fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54122";
const ZERO: &str = "0000000000000000000000000000000000000000000000000000000000000000";
const ONE: &str = "0000000000000000000000000000000000000000000000000000000000000001";

/// The example of GM/T 0003.5-2012 appendix A.2, which is that of GB/T 32918.5-2017 appendix A.2: identity `1234567812345678`.
const SECRET: &str = "3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8";
const POINT: &str = "0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020\
                     ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13";
const MESSAGE: &[u8] = b"message digest";
const HASH: &str = "f0b43e94ba45accaace692ed534382eb17e6ab5a19ce7b31f4486fdfc0d28640";
const R: &str = "f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3";
const S: &str = "b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa";

fn point() -> [u8; 65] {
    hex(POINT)
}

fn secret() -> SecretKey {
    SecretKey::from_slice(&hex::<32>(SECRET)).unwrap()
}

fn scalar(digits: &str) -> Scalar {
    Scalar::from_repr(FieldBytes::from(hex::<32>(digits))).unwrap()
}

#[test]
fn the_published_example_verifies() {
    let signature = der(&both(R, S));
    assert_eq!(check_point(&point()), Ok(()));
    assert_eq!(secret().public_key().to_sec1_point(false).as_bytes(), point());
    assert!(verify(&point(), MESSAGE, &signature));
    assert!(!verify(&point(), b"message digesT", &signature));
    let other = SecretKey::from_slice(&[7; 32]).unwrap().public_key().to_sec1_point(false);
    assert!(!verify(other.as_bytes(), MESSAGE, &signature), "another key");
    // The hash of identity, curve, key and message, which the example states as e.
    let key = VerifyingKey::from_sec1_bytes(IDENTITY, &point()).unwrap();
    let hash = hex::<32>(HASH);
    assert!(key.verify_prehash(&hash, &Signature::from_slice(&both(R, S)).unwrap()).is_ok());
    // Its signature follows from its secret number: s = (k - r d) / (1 + d), with k as stated.
    let k = scalar("59276e27d506861a16680f3ad9c02dccef3cc1fa3cdbe4ce6d54b80deac1bc21");
    let d = scalar(SECRET);
    let s = (d + Scalar::ONE).invert().unwrap() * (k - scalar(R) * d);
    assert_eq!(s, scalar(S));
}

#[test]
fn the_identity_is_part_of_what_is_signed() {
    for (identity, expected) in [(IDENTITY, true), ("", false), ("1234567812345679", false)] {
        let key = SigningKey::new(identity, &secret()).unwrap();
        let signature: Signature = key.sign(MESSAGE);
        assert_eq!(verify(&point(), MESSAGE, &der(&signature.to_bytes().into())), expected);
    }
}

#[test]
fn what_is_signed_verifies_and_is_the_same_each_time() {
    let mut lengths = std::collections::BTreeSet::new();
    for n in 0..64_u8 {
        let message = vec![n; usize::from(n) * 7];
        let signature = sign(&secret(), &message).unwrap();
        assert!(verify(&point(), &message, &signature));
        assert_eq!(sign(&secret(), &message).unwrap(), signature);
        lengths.insert(signature.len());
        for at in 0..signature.len().min(usize::from(n < 3) * 72) {
            let mut changed = signature.clone();
            changed[at] ^= 1;
            assert!(!verify(&point(), &message, &changed), "{at}");
        }
        assert!(!verify(&point(), &message, &signature[..signature.len() - 1]));
    }
    assert!(lengths.is_superset(&[70, 71, 72].into()), "{lengths:?}");
}

#[test]
fn integers_outside_1_to_n_less_1_are_refused() {
    let key = VerifyingKey::from_sec1_bytes(IDENTITY, &point()).unwrap();
    let all = "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff";
    for bad in [ZERO, N, all] {
        for (r, s) in [(bad, S), (R, bad), (bad, bad)] {
            assert!(Signature::from_slice(&both(r, s)).is_err(), "{r} {s}");
            assert!(!verify(&point(), MESSAGE, &der(&both(r, s))), "{r} {s}");
        }
    }
    // The largest and the smallest are integers of a signature, and fit nothing here; n - r and n - s fit nothing either.
    for (r, s) in [(N_LESS_1, S), (R, N_LESS_1), (ONE, S), (R, ONE), (N_LESS_1, ONE)] {
        assert!(Signature::from_slice(&both(r, s)).is_ok(), "{r} {s}");
        assert!(!verify(&point(), MESSAGE, &der(&both(r, s))), "{r} {s}");
    }
    let negative = |digits: &str| -> [u8; 32] { (-scalar(digits)).to_repr().into() };
    let mut swapped = both(R, S);
    swapped[..32].copy_from_slice(&negative(R));
    assert!(!verify(&point(), MESSAGE, &der(&swapped)));
    swapped = both(R, S);
    swapped[32..].copy_from_slice(&negative(S));
    assert!(!verify(&point(), MESSAGE, &der(&swapped)));
    assert!(!verify(&point(), MESSAGE, &der(&both(S, R))));
    // r + s = n: the key would not count at all.
    swapped = both(R, S);
    swapped[32..].copy_from_slice(&negative(R));
    let signature = Signature::from_slice(&swapped).unwrap();
    assert!(key.verify_prehash(&hex::<32>(HASH), &signature).is_err());
}

#[test]
fn a_signature_that_leads_to_infinity_is_refused() {
    // With r = e and s = -r d / (1 + d) the sum of both points is infinity, which has no coordinate to compare with.
    let (d, e) = (scalar(SECRET), scalar(HASH));
    let s = -(e * d) * (d + Scalar::ONE).invert().unwrap();
    let signature = Signature::from_scalars(e, s).unwrap();
    let key = VerifyingKey::from_sec1_bytes(IDENTITY, &point()).unwrap();
    assert!(key.verify_prehash(&hex::<32>(HASH), &signature).is_err());
    assert!(!verify(&point(), MESSAGE, &der(&signature.to_bytes().into())));
}

#[test]
fn only_one_spelling_of_a_signature_is_read() {
    let good = der(&both(R, S));
    assert_eq!((good.len(), good[1], good[3], good[4]), (72, 70, 33, 0));
    let (r, s) = (&good[2..37], &good[37..]);
    let framed = |content: &[&[u8]]| {
        let content = content.concat();
        [&[0x30, content.len() as u8], content.as_slice()].concat()
    };
    assert!(verify(&point(), MESSAGE, &framed(&[r, s])));
    let padded = [&[0x02, 34, 0], &r[2..]].concat();
    let negative = [&[0x02, 32], &r[3..]].concat();
    let long_of_r = [&[0x02, 0x81, 33], &r[2..]].concat();
    for (what, bytes) in [
        ("padded", framed(&[&padded, s])),
        ("negative", framed(&[&negative, s])),
        ("a length in two bytes", framed(&[&long_of_r, s])),
        ("a frame with a length in two bytes", [&[0x30, 0x81, 70], &good[2..]].concat()),
        ("a frame without a length", [&[0x30, 0x80], &good[2..], &[0, 0]].concat()),
        ("something behind", [good.as_slice(), &[0]].concat()),
        ("something inside", framed(&[r, s, &[5, 0]])),
        ("three integers", framed(&[r, s, s])),
        ("one integer", framed(&[r])),
        ("a set", [&[0x31], &good[1..]].concat()),
        ("no integer", framed(&[&[0x02, 0], s])),
        ("an integer without bytes", framed(&[&[0x02], s])),
        ("r and s without a frame", [r, s].concat()),
        ("r and s as 64 bytes", both(R, S).to_vec()),
        ("nothing", Vec::new()),
        ("a frame of nothing", vec![0x30, 0]),
    ] {
        assert!(!verify(&point(), MESSAGE, &bytes), "{what}");
    }
    // A small integer is one byte, a large one has 33.
    let small = der(&both(ONE, N_LESS_1));
    assert_eq!(small[..5], [0x30, 38, 2, 1, 1]);
    assert_eq!(fixed(&small), Some(both(ONE, N_LESS_1)));
    assert_eq!(fixed(&der(&[0; 64])), Some([0; 64]));
}

#[test]
fn what_is_no_point_is_no_key() {
    let changed = |at: usize, with: u8| {
        let mut point = point();
        point[at] = with;
        point
    };
    let mut compressed = vec![3];
    compressed.extend(&point()[1..33]);
    let mut outside = point();
    outside[1..33].fill(0xff);
    for (what, bytes) in [
        ("off the curve", changed(64, 0x14).to_vec()),
        ("a coordinate over the field", outside.to_vec()),
        ("the origin", [&[4], [0; 64].as_slice()].concat()),
        ("infinity", vec![0]),
        ("infinity and zeros", vec![0; 65]),
        ("nothing", Vec::new()),
        ("cut", point()[..64].to_vec()),
    ] {
        assert_eq!(check_point(&bytes), Err(KeyError::Malformed), "{what}");
        assert!(!verify(&bytes, MESSAGE, &der(&both(R, S))), "{what}");
    }
    // The key with the secret n - 1: every s would fit.
    let secret = SecretKey::from_slice(&hex::<32>(N_LESS_1)).unwrap();
    let weak = secret.public_key().to_sec1_point(false);
    assert_eq!(check_point(weak.as_bytes()), Err(KeyError::Weak));
    assert!(sign(&secret, MESSAGE).is_none());
    // The key with the secret n - 2 is the last one.
    let last = NonZeroScalar::new(-(Scalar::ONE + Scalar::ONE)).unwrap();
    let last = SecretKey::from(&last);
    let public = last.public_key().to_sec1_point(false);
    let signature = sign(&last, MESSAGE).unwrap();
    assert_eq!(check_point(public.as_bytes()), Ok(()));
    assert!(verify(public.as_bytes(), MESSAGE, &signature));
}

#[test]
fn keys_of_one_algorithm_fit_no_signature_of_the_other() {
    let seed = hex::<32>(SECRET);
    let ed25519 = PrivateKey::from_seed(seed);
    assert!(!verify(&point(), MESSAGE, &ed25519.sign(MESSAGE)));
    let raw: [u8; 64] = both(R, S);
    let public: PublicKey = ed25519.public();
    assert!(!public.verify(MESSAGE, &raw));
}

#[test]
fn the_secret_number_differs_with_key_and_message() {
    // Two signatures with one secret number give the key away, so r must not repeat.
    let mut seen = std::collections::BTreeSet::new();
    for n in 1..40_u8 {
        let secret = SecretKey::from_slice(&[n; 32]).unwrap();
        let key = SigningKey::new(IDENTITY, &secret).unwrap();
        for message in [[1; 32], [2; 32]] {
            let signature: Signature = key.sign_prehash(&message).unwrap();
            // k = s (1 + d) + r d
            let (r, s, d) = (*signature.r(), *signature.s(), *secret.to_nonzero_scalar());
            let k: [u8; 32] = (s * (Scalar::ONE + d) + r * d).to_repr().into();
            assert!(seen.insert(k));
        }
    }
}
