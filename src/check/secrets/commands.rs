//! Forms of secrets that are given to commands: a table.
//!
//! Must not know: how forms are looked for.

use super::own::{Own, PASSWORD};

/// A value of a command: in quotes or not, no variable.
macro_rules! value {
    () => {
        r#"["']?([^\s"'$|;&<>\\`(){}\[\]]{3,})"#
    };
}

/// Options and inputs of commands that are passwords.
pub(super) const COMMANDS: [Own; 16] = [
    (
        PASSWORD,
        false,
        &["curl", "wget", "--user", "-u "],
        concat!(
            r#"(?:[\s"'](?:-u|--user|--proxy-user|-U)["']?[ =,]*["']?[^\s"':$/]*:)"#,
            value!()
        ),
    ),
    (
        PASSWORD,
        false,
        &["mysql", "mariadb"],
        concat!(r"\b(?:mysql|mariadb)\w*\b[^\n|;]*?\s-p", value!()),
    ),
    (
        PASSWORD,
        false,
        &["sshpass"],
        concat!(r"\bsshpass\s+-p\s*", value!()),
    ),
    (
        PASSWORD,
        false,
        &["ipmitool", "sqlcmd", "mosquitto", "racadm", "net use"],
        concat!(
            r"\b(?:ipmitool|sqlcmd|mosquitto_\w+|racadm)\b[^\n|;]*?\s-[Pp]\s*",
            value!()
        ),
    ),
    (
        PASSWORD,
        false,
        &["zip ", "7z"],
        concat!(
            r"(?:\b(?:un)?zip\b[^\n|;]*?\s-P\s*|\b7z[ar]?\b[^\n|;]*?\s-p)",
            value!()
        ),
    ),
    (
        PASSWORD,
        false,
        &["login", "az "],
        concat!(r"\blogin\b[^\n|;]*?\s-p\s+", value!()),
    ),
    (
        PASSWORD,
        false,
        &[
            "redis-cli",
            "ldap",
            "smbclient",
            "net ",
            "htpasswd",
            "rpcclient",
            "kadmin",
            "samba-tool",
        ],
        concat!(
            r"\b(?:redis-cli\b[^\n|;]*?\s-a\s+|ldap\w+\b[^\n|;]*?\s-[wsa]\s+|(?:smbclient|rpcclient|mount\.cifs|net\s+(?:ads|rpc))\b[^\n|;]*?\s-U\s*[^\s%]+%|htpasswd\s+-\w*b\w*\s+(?:\S+\s+){1,2})",
            value!()
        ),
    ),
    (
        PASSWORD,
        false,
        &["chpasswd", "echo", "printf"],
        r#"\b(?:echo|printf)\s+(?:-\w+\s+)?["']?[a-z_][\w.-]*:([^\s"'$:]{3,})["']?\s*\|\s*(?:sudo\s+)?chpasswd"#,
    ),
    (
        PASSWORD,
        false,
        &["--stdin", "sudo -s", "cryptsetup", "-stdin"],
        r#"\b(?:echo|printf)\s+(?:-\w+\s+)?["']?([^\s"'$|]{4,})(?:\\n)?["']?\s*\|[^\n]*(?:--stdin|-stdin|sudo -S|cryptsetup)"#,
    ),
    (
        PASSWORD,
        false,
        &["<<<"],
        r#"(?:login|token|passw\w*|stdin|kinit)[^\n]*<<<\s*["']?([^\s"'$`]{8,})"#,
    ),
    (
        PASSWORD,
        false,
        &["pass:"],
        r#"-pass(?:in|out)?\s+["']?pass:([^\s"'$]{3,})"#,
    ),
    (
        PASSWORD,
        false,
        &["rabbitmqctl"],
        concat!(
            r"\brabbitmqctl\s+(?:add_user|change_password)\s+\S+\s+",
            value!()
        ),
    ),
    (
        "a token",
        false,
        &["alias set", "host add"],
        concat!(
            r"\b(?:mc\s+(?:alias\s+set|config\s+host\s+add)\s+\S+\s+\S+\s+\S+\s+)",
            value!()
        ),
    ),
    (
        PASSWORD,
        false,
        &["identified by"],
        r#"(?i)\bidentified\s+(?:with\s+\w+\s+)?by\s+(?:password\s+)?["']([^"'$]{3,})"#,
    ),
    (
        PASSWORD,
        false,
        &["/user:", "net user"],
        r#"(?i)\bnet\s+(?:use\s+\S+\s+\S+\s+|user\s+\S+\s+)([^\s"'$/*]{4,})"#,
    ),
    (
        "a line of .pgpass",
        false,
        &[":5432:", ":*:"],
        r"\b[\w.*-]+:(?:5432|\*):[\w.*-]+:[\w.*-]+:([^\s:$]{3,})",
    ),
];
