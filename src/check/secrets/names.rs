//! Which names say that a secret stands behind them: `adminPassword`, `GF_SECURITY_ADMIN_PASSWORD`,
//! `client-secret`; not `passwordFile`, `existingSecret`, `tokenUrl`: those lead to one, or are
//! about one.
//!
//! Must not know: values.

/// Words that a name of a secret has somewhere: what a text is searched for.
pub(super) const STEMS: [&str; 19] = [
    "jeton",
    "cle",
    "pass",
    "pwd",
    "secret",
    "token",
    "key",
    "psk",
    "mdp",
    "creden",
    "community",
    "seed",
    "auth",
    "pw",
    "salt",
    "cookie",
    "pat",
    "encrypt",
    "shared",
];

/// What is known of the name that a value stands under.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Says {
    /// `password`: whatever stands there is one.
    Password,
    /// `token`, `apiKey`: names of objects stand under such names too.
    Key,
}

/// What a name says of the value behind it, judged by its last words.
pub(super) fn says(name: &str) -> Option<Says> {
    let mut words = words(name);
    // `token_value`; but `existingSecretPassword` is the name of an object.
    if words.len() > 1 && words.last().is_some_and(|last| last == "value") {
        words.pop();
    }
    if words.iter().any(|word| word == "existing") {
        return None;
    }
    let last = words.last()?.as_str();
    let before = words
        .len()
        .checked_sub(2)
        .map_or("", |at| words[at].as_str());
    let is_french = words
        .windows(3)
        .any(|part| part[0] == "mot" && part[1] == "de" && part[2] == "passe")
        && !["fichier", "file", "secret"].contains(&last);
    if is_password(last, before) || is_french {
        return Some(Says::Password);
    }
    is_key(last, before, words.len()).then_some(Says::Key)
}

/// Judged by the last word, and the one before it; `count`: words in all.
fn is_key(last: &str, before: &str, count: usize) -> bool {
    match last {
        "token" | "tokens" | "jwt" => ![
            "max", "min", "num", "bos", "eos", "pad", "unk", "csrf", "service",
        ]
        .contains(&before),
        // The name of an object is no random value.
        "secret" => ![
            "existing",
            "password",
            "key",
            "credentials",
            "pull",
            "tls",
            "name",
            "image",
            "ca",
            "cert",
        ]
        .contains(&before),
        "id" => before == "secret",
        "pat" | "encrypt" | "community" | "masterkey" | "setupkey" | "sharedkey" | "signingkey"
        | "encryptionkey" => true,
        "cookie" => ["erlang", "cluster"].contains(&before),
        "salt" => ["auth", "in", "nonce", "secret", "secure"].contains(&before),
        "key" | "keys" => KEYS.contains(&before),
        "secretkey" | "skey" | "apikey" | "authkey" | "privatekey" | "accesskey" | "jointoken"
        | "authtoken" | "accesstoken" | "apitoken" | "presharedkey" => true,
        "base" => before == "key",
        "seed" => ["totp", "otp", "secret", "wallet", "master"].contains(&before),
        "credential" | "credentials" => count > 1 && before != "git",
        "jeton" => true,
        "api" | "secrete" | "privee" => ["cle", "clef"].contains(&before),
        _ => [
            "token",
            "secretkey",
            "apikey",
            "clientsecret",
            "sharedsecret",
            "privatekey",
        ]
        .iter()
        .any(|end| last.len() > end.len() && last.ends_with(end)),
    }
}

fn is_password(last: &str, before: &str) -> bool {
    EXACT.contains(&last)
        || ENDS.iter().any(|end| last.ends_with(end))
        || SHORT.contains(&last)
        || (last == "passe" && before == "de")
        || (last == "community" && ["snmp", "ro", "rw"].contains(&before))
        || ["rocommunity", "rwcommunity"].contains(&last)
        || (last == "secret" && ["shared", "radius", "chap"].contains(&before))
}

const EXACT: [&str; 11] = [
    "pass",
    "pwd",
    "passwort",
    "passcode",
    "mdp",
    "pw",
    "pswd",
    "passwords",
    "requirepass",
    "masterauth",
    "psk",
];

const ENDS: [&str; 6] = [
    "password",
    "passwd",
    "passphrase",
    "motdepasse",
    "userpass",
    "rootpass",
];

const SHORT: [&str; 14] = [
    "dbpass",
    "adminpass",
    "mypass",
    "smtppass",
    "mailpass",
    "ftppass",
    "dbpwd",
    "rootpw",
    "bindpw",
    "adminpw",
    "userpw",
    "dbpw",
    "rootpwd",
    "ldappass",
];

/// What stands before `key` when it is one that opens something.
const KEYS: [&str; 38] = [
    "routing",
    "setup",
    "consumer",
    "fernet",
    "registration",
    "gossip",
    "tsig",
    "enroll",
    "api",
    "secret",
    "private",
    "access",
    "encryption",
    "signing",
    "master",
    "session",
    "auth",
    "preshared",
    "shared",
    "certificate",
    "hash",
    "crypt",
    "license",
    "account",
    "service",
    "deploy",
    "storage",
    "webhook",
    "hmac",
    "jwt",
    "cookie",
    "admin",
    "write",
    "integration",
    "unseal",
    "recovery",
    "app",
    "client",
];

/// A name in its words, small: at `_`, `-`, `.`, `/` and where a capital follows a small letter.
pub(super) fn words(name: &str) -> Vec<String> {
    let mut all: Vec<String> = vec![String::new()];
    let mut small = false;
    for c in name.chars() {
        if !c.is_alphanumeric() || (small && c.is_uppercase()) {
            all.push(String::new());
        }
        if c.is_alphanumeric()
            && let Some(word) = all.last_mut()
        {
            word.extend(c.to_lowercase());
        }
        small = c.is_lowercase() || c.is_ascii_digit();
    }
    all.retain(|word| !word.is_empty());
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_secrets() {
        for name in [
            "password",
            "PASSWORD",
            "adminPassword",
            "DB_PASS",
            "db.pwd",
            "bindPW",
            "PGPASSWORD",
            "mot_de_passe",
            "RABBITMQ_DEFAULT_PASS",
            "rootpw",
            "snmp_community",
        ] {
            assert_eq!(says(name), Some(Says::Password), "{name}");
        }
        for name in [
            "clientSecret",
            "API_KEY",
            "secretKey",
            "SECRET_KEY_BASE",
            "token",
            "joinToken",
            "PrivateKey",
            "PresharedKey",
            "cookieSecret",
            "jointoken",
            "APIKEY",
            "PRIVATE-TOKEN",
            "PM_API_TOKEN_SECRET",
        ] {
            assert_eq!(says(name), Some(Says::Key), "{name}");
        }
    }

    #[test]
    fn names_of_nothing_secret() {
        for name in [
            "passwordFile",
            "PASSWORD_FILE",
            "passwordSecret",
            "existingSecret",
            "secretName",
            "tokenUrl",
            "tokenTTL",
            "max_tokens",
            "key",
            "sort_key",
            "publicKey",
            "bypass",
            "compass",
            "passage",
            "PasswordAuthentication",
            "imagePullSecret",
            "monkey",
            "keyboard",
            "authority",
            "tokenizer",
            "secretariat",
            "passwordKey",
            "lock_passwd_x",
            "spin",
        ] {
            assert_eq!(says(name), None, "{name}");
        }
    }
}
