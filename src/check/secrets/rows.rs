//! Tables of this folder, row by row: each word is there for texts that people wrote.

use super::find::find_all;
use super::names::{Says, says};
use super::value::{is_placeholder, is_prose, is_reference, is_secret};

#[test]
fn references_are_no_secrets() {
    for start in [
        "[",
        "$",
        "{",
        "<",
        "*",
        "!",
        "%",
        "((",
        "__",
        "@",
        "&",
        "env.",
        "env:",
        "ENC[",
        "vault:",
        "vault.",
        "ref+",
        "op://",
        "arn:",
        "file:",
        "kms:",
        "secretKeyRef",
        "valueFrom",
        "gopass:",
        "awssm://",
        "gcpsm://",
        "akv://",
    ] {
        assert!(is_reference(&format!("{start}k9Qw7ZpX")), "{start}");
    }
    for part in [
        "${",
        "$(",
        "{{",
        "{%",
        "<%",
        "`",
        "os.environ",
        "process.env",
    ] {
        assert!(is_reference(&format!("k9Qw7ZpX{part}k9Qw7ZpX")), "{part}");
    }
    for folder in [
        "etc", "run", "var", "root", "home", "usr", "opt", "srv", "mnt", "dev", "tmp", "data",
        "vault", "secrets", "config", "app", "certs", "keys", "proc", "sys", "media", "boot",
    ] {
        assert!(
            is_reference(&format!("/{folder}/k9Qw7ZpX2mV4tB8n")),
            "{folder}"
        );
    }
}

#[test]
fn placeholders_are_no_secrets() {
    for word in [
        "changeme",
        "change",
        "replaceme",
        "replace",
        "example",
        "placeholder",
        "redacted",
        "todo",
        "tbd",
        "fixme",
        "dummy",
        "sample",
        "insert",
        "yourpassword",
        "your",
        "fakepassword",
        "notasecret",
        "remplacer",
        "aremplacer",
        "achanger",
        "motdepasse",
        "votre",
        "xxx",
        "foobared",
        "none",
        "null",
        "undefined",
        "test",
        "fake",
        "exemple",
    ] {
        assert!(is_placeholder(word), "{word}");
    }
}

#[test]
fn words_of_a_configuration_are_no_passwords() {
    for word in [
        "true",
        "false",
        "null",
        "none",
        "yes",
        "no",
        "on",
        "off",
        "enabled",
        "disabled",
        "required",
        "optional",
        "strict",
        "auto",
        "automatic",
        "generate",
        "generated",
        "random",
        "default",
        "prompt",
        "ask",
        "file",
        "stdin",
        "hidden",
        "masked",
        "encrypted",
        "string",
        "text",
        "input",
        "field",
        "bcrypt",
        "scram-sha-256",
        "md5",
        "crypt",
        "plain",
        "nil",
        "undefined",
        "interactive",
    ] {
        assert!(!is_secret(word, Says::Password), "{word}");
    }
}

#[test]
fn prose_is_no_password() {
    for word in [
        "the", "your", "you", "of", "or", "a", "an", "is", "are", "in", "to", "for", "must", "see",
        "ask", "at", "with", "and", "not", "has", "de", "la", "le", "les", "du", "des", "votre",
        "et", "ou", "est", "dans", "un", "une", "name",
    ] {
        assert!(is_prose(&format!("zzxq {word} qxzz")), "{word}");
    }
}

#[test]
fn public_keys_are_no_secrets() {
    let random = "k9Qw7ZpX2mV4tB8nL3sR6yH1";
    assert!(is_secret(random, Says::Key));
    for start in [
        "sha1-",
        "sha256-",
        "sha384-",
        "sha512-",
        "sha256:",
        "sha512:",
        "-----BEGIN CERT",
        "-----BEGIN PUBLIC",
        "-----BEGIN PGP PUBLIC",
        "ssh-",
        "ecdsa-",
        "LS0tLS1CRUdJTiBDRV",
        "LS0tLS1CRUdJTiBQVU",
        "MIIB",
    ] {
        assert!(
            !is_secret(&format!("{start}{random}"), Says::Key),
            "{start}"
        );
    }
}

#[test]
fn files_of_passwords_have_some() {
    for file in [
        "chap-secrets",
        "pap-secrets",
        "rsyncd.secrets",
        "sasl_passwd",
        "userlist.txt",
        "davfs2/secrets",
        "passwd-s3fs",
        "users.acl",
        "vault_pass",
        "vaultpass",
        "wpa.psk",
        "ipsec.secrets",
    ] {
        let text = format!("- path: /etc/{file}\n  content: |\n    tr0ub4dor3xQ\n");
        assert_eq!(find_all(&text).len(), 1, "{file}");
    }
}

#[test]
fn what_only_names_a_thing_of_a_vendor_is_none() {
    let value = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
    assert_eq!(find_all(&format!("discord_value: {value}")).len(), 1);
    for end in [
        "id", "url", "uri", "host", "name", "user", "email", "zone", "hash", "sha", "version",
        "image", "path", "file", "digest", "checksum",
    ] {
        let text = format!("discord_{end}: {value}");
        assert!(find_all(&text).is_empty(), "{end}");
    }
}

#[test]
fn a_value_may_be_called_in_three_ways() {
    for word in ["value", "Value", "stringValue"] {
        let text = format!("- name: DB_PASSWORD\n  {word}: tr0ub4dor3xQ\n");
        assert_eq!(find_all(&text).len(), 1, "{word}");
    }
}

#[test]
fn the_name_of_a_key_is_not_its_value() {
    assert!(is_secret("kqwzpx-vbnm-zpxm", Says::Password));
    for stem in [
        "password",
        "passwd",
        "secret",
        "token",
        "credential",
        "passphrase",
        "passe",
    ] {
        let name = format!("kqwzpx-{stem}-zpxm");
        assert!(!is_secret(&name, Says::Password), "{stem}");
    }
}

#[test]
fn each_word_of_a_password_counts() {
    for name in [
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
        "password",
        "dbpassword",
        "dbpasswd",
        "dbpassphrase",
        "dbmotdepasse",
        "dbuserpass",
        "dbrootpass",
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
    ] {
        assert_eq!(says(name), Some(Says::Password), "{name}");
    }
}

#[test]
fn each_word_before_a_key_counts() {
    for before in [
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
    ] {
        assert_eq!(says(&format!("{before}_key")), Some(Says::Key), "{before}");
    }
}
