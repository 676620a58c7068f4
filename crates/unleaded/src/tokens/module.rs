//! The library that speaks to tokens, and the one token among those that it shows.

use cryptoki::context::{CInitializeArgs, CInitializeFlags, Pkcs11};
use cryptoki::error::{Error, RvError};
use cryptoki::session::{Session, UserType};
use cryptoki::slot::{Slot, TokenInfo};
use cryptoki::types::RawAuthPin;

use super::error::{TokenError, Tries};
use super::uri::TokenWanted;

/// Loads the module at `path`.
pub(super) fn load(path: &str) -> Result<Pkcs11, TokenError> {
    let unusable =
        |error: Error| TokenError::Module { path: path.to_owned(), reason: error.to_string() };
    let module = Pkcs11::new(path).map_err(unusable)?;
    match module.initialize(CInitializeArgs::new(CInitializeFlags::OS_LOCKING_OK)) {
        // Two keys of one command may be in tokens of one module.
        Err(Error::Pkcs11(RvError::CryptokiAlreadyInitialized, _)) => {}
        result => result.map_err(unusable)?,
    }
    Ok(module)
}

/// The one token that is `wanted`.
pub(super) fn token(
    module: &Pkcs11,
    wanted: &TokenWanted,
) -> Result<(Slot, TokenInfo), TokenError> {
    let mut there = Vec::new();
    for slot in module.get_slots_with_token()? {
        let token = match module.get_token_info(slot) {
            Ok(token) => token,
            // It was there a moment ago. Another may be meant.
            Err(Error::Pkcs11(RvError::TokenNotPresent | RvError::TokenNotRecognized, _)) => {
                continue;
            }
            Err(error) => return Err(error.into()),
        };
        if token.token_initialized() {
            there.push((slot, token));
        }
    }
    let labels = |tokens: &[(Slot, TokenInfo)]| -> Vec<String> {
        tokens.iter().map(|(_, token)| token.label().to_owned()).collect()
    };
    let all = labels(&there);
    there.retain(|(slot, token)| is(*slot, token, wanted));
    if there.len() > 1 {
        return Err(TokenError::TokenSeveral { there: labels(&there) });
    }
    there.pop().ok_or(TokenError::TokenMissing { there: all })
}

fn is(slot: Slot, token: &TokenInfo, wanted: &TokenWanted) -> bool {
    let texts = [
        (&wanted.label, token.label()),
        (&wanted.manufacturer, token.manufacturer_id()),
        (&wanted.model, token.model()),
        (&wanted.serial, token.serial_number()),
    ];
    texts.iter().all(|(wanted, found)| wanted.as_ref().is_none_or(|wanted| wanted == found))
        && wanted.slot.is_none_or(|wanted| wanted == slot.id())
}

/// Opens a session with the token and logs in, with the PIN that `pin` gets where the token asks this program for one.
pub(super) fn log_in<E: From<TokenError>>(
    module: &Pkcs11,
    (slot, token): (Slot, &TokenInfo),
    pin: impl FnOnce() -> Result<RawAuthPin, E>,
) -> Result<Session, E> {
    if token.user_pin_locked() {
        return Err(TokenError::PinLocked.into());
    }
    let session = module.open_ro_session(slot).map_err(TokenError::from)?;
    if !token.login_required() {
        return Ok(session);
    }
    // A token with a keypad asks for the PIN itself.
    let answer = match token.protected_authentication_path() {
        true => session.login(UserType::User, None),
        false => session.login_with_raw(UserType::User, &pin()?),
    };
    match answer {
        // A login holds for all sessions of the process, and another key of the command may have made it.
        Ok(()) | Err(Error::Pkcs11(RvError::UserAlreadyLoggedIn, _)) => Ok(session),
        Err(error) => Err(match TokenError::from(error) {
            TokenError::PinWrong { .. } => wrong(module, slot).into(),
            other => other.into(),
        }),
    }
}

/// A wrong PIN, with what the token says now of further ones.
fn wrong(module: &Pkcs11, slot: Slot) -> TokenError {
    match module.get_token_info(slot) {
        Ok(token) if token.user_pin_locked() => TokenError::PinLocked,
        Ok(token) if token.user_pin_final_try() => TokenError::PinWrong { last: Tries::One },
        _ => TokenError::PinWrong { last: Tries::Untold },
    }
}
