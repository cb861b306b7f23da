//! Forms that tell a secret by themselves, and commands that take one: data, most of it derived from the rules of gitleaks
//! (`schema/upstream/secrets.txt`). A form is compiled when a word of it was seen in a text.
//!
//! Must not know: names, places.

use super::names::STEMS;
use super::value::{entropy, is_placeholder, is_reference};
use super::words::Words;
use crate::upstream;
use regex::{Regex, RegexBuilder};
use std::ops::Range;
use std::sync::OnceLock;

/// One form.
pub(super) struct Form {
    /// `a secret (github-pat)`.
    pub what: String,
    /// Nothing else looks like it.
    pub is_sure: bool,
    /// It is the form of a value, which counts under a name with one of its words.
    pub is_value: bool,
    /// Bits per character that it has at least.
    least: f64,
    pattern: &'static str,
    regex: OnceLock<Option<Regex>>,
}

impl Form {
    fn new(what: String, is_sure: bool, is_value: bool, least: f64, pattern: &'static str) -> Form {
        Form { what, is_sure, is_value, least, pattern, regex: OnceLock::new() }
    }

    /// Every secret of this form in a text: the first group of the form, or all of it.
    pub fn find(&self, text: &str, window: Range<usize>) -> Vec<Range<usize>> {
        let Some(regex) = self.regex() else { return Vec::new() };
        let (start, part) = (window.start, &text[window]);
        let found = regex.captures_iter(part).filter_map(|found| Some((found.get(1).or_else(|| found.get(0))?, found.get(1).is_some())));
        let found = found.map(|(found, is_part)| (start + found.start()..start + found.end(), is_part));
        let found = found.filter(|(at, is_part)| self.fits(text, at, *is_part)).map(|(at, _)| at);
        found.map(|at| if self.what == KEY { whole_key(text, at) } else { at }).collect()
    }

    /// A value as a whole is of this form.
    pub fn is(&self, value: &str) -> bool {
        self.regex().and_then(|regex| regex.find(value)).is_some_and(|found| found.len() == value.len()) && entropy(value) >= self.least
    }

    /// `is_part`: the form says what is around it.
    fn fits(&self, text: &str, at: &Range<usize>, is_part: bool) -> bool {
        let found = &text[at.clone()];
        // `ghp_` of `highp_float` starts none, and a form that has a length of its own does not end within a word.
        let inside = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        let starts = is_part || !inside(text[..at.start].chars().next_back()) || !inside(found.chars().next());
        starts
            && !(is_part && found.starts_with('-'))
            && entropy(found) >= self.least
            && !is_placeholder(found)
            && !(is_part && is_reference(found))
    }

    fn regex(&self) -> Option<&Regex> {
        // Of a form that does not compile nothing is found; a test compiles all.
        let build = || RegexBuilder::new(&ascii(self.pattern)).size_limit(4 << 20).build().ok();
        self.regex.get_or_init(build).as_ref()
    }
}

/// The same form for ASCII alone, which is all that tokens are made of: `\w` of all scripts takes a hundred times the memory.
fn ascii(pattern: &str) -> String {
    let mut out = String::with_capacity(pattern.len() * 2);
    let mut in_class = false;
    let mut signs = pattern.chars().peekable();
    while let Some(sign) = signs.next() {
        let class = match (sign, signs.peek()) {
            ('\\', Some('w')) => "0-9A-Za-z_",
            ('\\', Some('d')) => "0-9",
            ('\\', Some('b')) => "",
            ('\\', Some(_)) => {
                out.push(sign);
                out.extend(signs.next());
                continue;
            }
            _ => {
                in_class = (in_class || sign == '[') && !(sign == ']' && in_class);
                out.push(sign);
                continue;
            }
        };
        signs.next();
        out.push_str(&match (class, in_class) {
            ("", _) => r"(?-u:\b)".to_string(),
            (class, true) => class.to_string(),
            (class, false) => format!("[{class}]"),
        });
    }
    out
}

/// A key from its first line to its last, or to the end of the line when no last one follows.
fn whole_key(text: &str, first: Range<usize>) -> Range<usize> {
    const LONGEST: usize = 16 << 10;
    let rest = &text[first.end..text.floor_char_boundary((first.end + LONGEST).min(text.len()))];
    let is_putty = text[first.clone()].starts_with("PuTTY");
    let last = if is_putty { rest.find("Private-Lines:") } else { rest.find("END ").filter(|at| rest[*at..].contains("KEY")) };
    let end = first.end + last.unwrap_or(0);
    let lines = if is_putty && last.is_some() { 2 } else { 1 };
    let length: usize = text[end..].split_inclusive('\n').take(lines).map(str::len).sum();
    first.start..end + text[end..end + length].trim_end().len()
}

/// What a word in a text leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lead {
    /// It is a part of a name that may say what stands behind it.
    Name,
    /// A secret of this form may be on its line.
    Form(usize),
    /// A file whose name says that it holds passwords.
    File,
    /// Users and passwords of cloud-init, a line each.
    Chpasswd,
    /// An address, which may have a user and a password.
    Address,
}

/// Files that hold passwords and nothing else.
const FILES: [&str; 12] = [
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
    ".psk",
    "ipsec.secrets",
];

/// All forms, and the words that say where to look for them.
pub(super) struct Forms {
    all: Vec<Form>,
    words: Words,
    /// Where each word leads.
    of_word: Vec<Vec<Lead>>,
}

impl Forms {
    /// Read once.
    pub fn get() -> &'static Forms {
        static FORMS: OnceLock<Forms> = OnceLock::new();
        FORMS.get_or_init(Forms::read)
    }

    fn read() -> Forms {
        let mut all = Vec::new();
        let mut words: Vec<(&'static str, Lead)> = STEMS.iter().map(|stem| (*stem, Lead::Name)).collect();
        words.extend(FILES.iter().map(|file| (*file, Lead::File)));
        words.extend([("chpasswd:", Lead::Chpasswd), ("://", Lead::Address)]);
        for (what, is_sure, keywords, pattern) in OWN {
            words.extend(keywords.iter().map(|word| (*word, Lead::Form(all.len()))));
            all.push(Form::new(what.to_string(), is_sure, false, 0.0, pattern));
        }
        for line in upstream::secret_forms().lines().filter(|line| !line.starts_with('#')) {
            let mut parts = line.splitn(5, ' ');
            let (Some(kind), Some(id), Some(least), Some(keywords), Some(pattern)) =
                (parts.next(), parts.next(), parts.next(), parts.next(), parts.next())
            else {
                continue;
            };
            words.extend(keywords.split(',').map(|word| (word, Lead::Form(all.len()))));
            let is_value = kind == "named";
            all.push(Form::new(format!("a secret (`{id}`)"), !is_value, is_value, least.parse().unwrap_or(0.0), pattern));
        }
        words.sort_by_key(|(word, _)| *word);
        let mut of_word: Vec<Vec<Lead>> = Vec::new();
        let mut distinct: Vec<&'static str> = Vec::new();
        for (word, lead) in words {
            if distinct.last() != Some(&word) {
                distinct.push(word);
                of_word.push(Vec::new());
            }
            of_word.last_mut().into_iter().for_each(|leads| leads.push(lead));
        }
        let words = Words::new(distinct);
        Forms { all, words, of_word }
    }

    /// Sees where a word stands in a text, and where it leads.
    pub fn each_word(&'static self, text: &str, mut see: impl FnMut(Range<usize>, &'static [Lead])) {
        self.words.each(text, |at, word| see(at, &self.of_word[word]));
    }

    pub fn form(&'static self, at: usize) -> &'static Form {
        &self.all[at]
    }

    #[cfg(test)]
    pub fn all(&'static self) -> &'static [Form] {
        &self.all
    }
}

/// What it is, whether that is sure, the words that say where to look, the form. The first group is the secret.
type Own = (&'static str, bool, &'static [&'static str], &'static str);

/// A value of a command: in quotes or not, no variable.
macro_rules! value {
    () => {
        r#"["']?([^\s"'$|;&<>\\`(){}\[\]]{3,})"#
    };
}

/// Of several lines: the form is that of the first.
const KEY: &str = "a private key";
const PASSWORD: &str = "a password";
const HASH: &str = "the hash of a password";

/// Forms that gitleaks does not have, or has in another way.
const OWN: [Own; 67] = [
    ("a token of 1Password", true, &["ops_eyj"], r"\bops_eyJ[A-Za-z0-9+/=_-]{40,}"),
    (PASSWORD, false, &[" / "], r"(?i)\b(?:root|admin|administrator|administrateur|ops|ubuntu|debian)\s+/\s+([^\s/,;()]*\d[^\s/,;()]*)"),
    (PASSWORD, false, &["auth"], r#"\bauth\s*=\s*\(\s*["'][^"']+["']\s*,\s*["']([^"'$]{4,})["']"#),
    (KEY, true, &["static key"], r"-----BEGIN OpenVPN Static key"),
    (HASH, true, &["scram-sha"], r"SCRAM-SHA-\d+\$\d+:[A-Za-z0-9+/=]+\$[A-Za-z0-9+/=:]{20,}"),
    ("a Matrix token", true, &["syt_"], r"\bsyt_[A-Za-z0-9]+_[A-Za-z0-9]{10,}_[A-Za-z0-9]{4,}"),
    ("a key of WireGuard", false, &["echo", "printf"], r#"\b(?:echo|printf)\s+["']?([A-Za-z0-9+/]{42,43}=)["']?\s*>"#),
    ("a token", false, &["vault login"], r#"\bvault\s+login\s+(?:-\S+\s+)*([^\s"'$=]{8,})"#),
    ("an unseal key", false, &["unseal"], r"(?i)\bunseal(?:\s+key)?(?:\s+\d+)?\s*:?\s+([A-Za-z0-9+/=]{20,})"),
    ("a token", false, &["cloudflared"], r"\bcloudflared\b[^\n]*\s(eyJ[A-Za-z0-9+/=_-]{30,})"),
    (PASSWORD, false, &["default(", "d("], r#"(?i)(?:pass|token|secret|key)[^\n]*\|\s*d(?:efault)?\(\s*["']([^"'{}$\s]{4,})["']"#),
    (PASSWORD, false, &["stats auth"], r"\bstats\s+auth\s+[^\s:]+:(\S{3,})"),
    (PASSWORD, false, &["iscsi:"], r"\biscsi:[^\s:@]+:([^\s:@]{3,})@"),
    (PASSWORD, false, &["@tcp(", "@unix("], r#"[\s"'=][\w.-]+:([^\s:@"'$]{3,})@(?:tcp|unix)\("#),
    (PASSWORD, false, &["--password-command"], r#"--password-command[ =]["']?echo\s+([^\s"'$]{3,})"#),
    (KEY, true, &["private key"], r"-----? ?BEGIN [A-Z0-9 ]{0,60}PRIVATE KEY(?: BLOCK)? ?-----?"),
    (KEY, true, &["putty-user-key-file"], r"PuTTY-User-Key-File-\d:"),
    ("an age key", true, &["age-secret-key-"], r"AGE-SECRET-KEY-(?:PQ-)?1[0-9A-Z]{20,}"),
    ("a signed token", true, &["eyj"], r"\beyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}"),
    ("a key of Tailscale", true, &["tskey-"], r"\btskey-[a-z]+-[A-Za-z0-9-]{10,}"),
    ("a token of k3s", true, &["k10"], r#"\bK10[0-9a-f]{32,64}::[^\s"']+"#),
    ("a Google client secret", true, &["gocspx-"], r"\bGOCSPX-[A-Za-z0-9_-]{20,}"),
    ("a Docker token", true, &["dckr_"], r"\bdckr_[po]at_[A-Za-z0-9_-]{20,}"),
    ("a Telegram token", true, &[":aa"], r"(?:^|[^0-9])(\d{8,10}:AA[A-Za-z0-9_-]{30,})"),
    (
        "the address of a webhook",
        true,
        &["discord.com/api/webhooks/", "discordapp.com/api/webhooks/"],
        r"discord(?:app)?\.com/api/webhooks/\d{5,}/[\w-]{6,}",
    ),
    ("the address of a webhook", true, &["hooks.slack.com/"], r"hooks\.slack\.com/(?:services|workflows|triggers)/[A-Za-z0-9/]{12,}"),
    ("the address of a webhook", true, &["webhook.office.com"], r"webhook\.office\.com/webhookb2/[0-9a-zA-Z@/-]{40,}"),
    ("a GitHub token", true, &["ghp_", "gho_", "ghu_", "ghs_", "ghr_"], r"\bgh[pousr]_[A-Za-z0-9]{16,}"),
    ("a GitHub token", true, &["github_pat_"], r"\bgithub_pat_[A-Za-z0-9_]{20,}"),
    (
        "a GitLab token",
        true,
        &["glpat-", "gldt-", "glrt-", "glptt-", "glft-", "gloas-", "glcbt-", "glagent-", "glsoat-", "glimt-", "glffct-", "glrtr-"],
        r"\bgl(?:pat|dt|rt|ptt|ft|oas|cbt|agent|soat|imt|ffct|rtr)-[A-Za-z0-9_.-]{16,}",
    ),
    (
        "a Slack token",
        true,
        &["xoxb-", "xoxp-", "xoxa-", "xoxs-", "xoxe", "xoxr-", "xapp-"],
        r"\b(?:xox[abeoprs](?:\.xox[bp])?|xapp)-[A-Za-z0-9-]{16,}",
    ),
    (
        "an API key",
        true,
        &["sk-proj-", "sk-ant-", "sk_live_", "sk_test_", "rk_live_", "rk_test_", "sk-svcacct-", "sk-admin-", "whsec_", "sk-or-"],
        r"\b(?:sk-(?:proj|ant|svcacct|admin|or)-|[sr]k_(?:live|test)_|whsec_)[A-Za-z0-9_-]{16,}",
    ),
    ("an AWS key", true, &["akia", "asia", "abia", "acca"], r"\b(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}\b"),
    ("a Vault token", true, &["hvs.", "hvb.", "hvr."], r"\bhv[sbr]\.[A-Za-z0-9_-]{20,}"),
    ("a token of Hugging Face", true, &["hf_"], r"\bhf_[A-Za-z0-9]{30,}"),
    ("a Grafana token", true, &["glsa_", "glc_"], r"\bgl(?:sa|c)_[A-Za-z0-9_=+/]{30,}"),
    ("a PyPI token", true, &["pypi-ageichlwas5vcmc"], r"\bpypi-AgEIcHlwaS5vcmc[\w-]{20,}"),
    ("an npm token", true, &["npm_"], r"\bnpm_[A-Za-z0-9]{30,}"),
    ("a SendGrid key", true, &["sg."], r"\bSG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}"),
    ("a Mailgun key", true, &["key-"], r"\bkey-[0-9a-f]{32}\b"),
    (
        "a Twilio key",
        true,
        &["sk0", "sk1", "sk2", "sk3", "sk4", "sk5", "sk6", "sk7", "sk8", "sk9", "ska", "skb", "skc", "skd", "ske", "skf"],
        r"\bSK[0-9a-f]{32}\b",
    ),
    ("a key of Azure storage", true, &["accountkey="], r"(?i)AccountKey=([A-Za-z0-9+/]{40,}={0,2})"),
    (
        "a signed address",
        true,
        &["sig=", "signature="],
        r"(?i)[?&;](?:sig|signature|x-amz-signature|x-goog-signature)=([A-Za-z0-9%/+_=-]{20,})",
    ),
    ("the address of a Sentry project with its secret", true, &["sentry"], r"https://[0-9a-f]{32}:([0-9a-f]{32})@[\w.-]*sentry"),
    ("the key of a kubeconfig", true, &["client-key-data"], r#"client-key-data["']?\s*[:=]\s*["']?(?:[A-Za-z0-9+/=]{16,}|$)"#),
    (HASH, true, &["$1$", "$apr1$"], r"\\?\$(?:1|apr1)\\?\$[./A-Za-z0-9]{1,8}\\?\$[./A-Za-z0-9]{22}"),
    (HASH, true, &["$5$", "$6$", "\\$5", "\\$6"], r"\\?\$[56]\\?\$(?:rounds=\d+\\?\$)?[./A-Za-z0-9]{1,16}\\?\$[./A-Za-z0-9]{43,86}"),
    (HASH, true, &["$y$", "$gy$", "$7$", "\\$y"], r"\\?\$(?:y|gy|7)\\?\$[./A-Za-z0-9]+\\?\$[./A-Za-z0-9]*\\?\$[./A-Za-z0-9]{20,}"),
    (HASH, true, &["$2a$", "$2b$", "$2y$", "$2x$", "\\$2"], r"\\?\$2[abxy]\\?\$\d\d\\?\$[./A-Za-z0-9]{53}"),
    (
        HASH,
        true,
        &["$argon2", "$scrypt$", "$pbkdf2", "pbkdf2_sha", "pbkdf2:sha"],
        r#"(?:\\?\$(?:argon2(?:id|i|d)|scrypt|pbkdf2[\w-]*)\\?\$|pbkdf2[_:]sha\d+[$:])[^\s"']{30,}"#,
    ),
    (HASH, true, &["{ssha", "{sha", "{crypt}"], r"\{(?:S?SHA(?:256|384|512)?|CRYPT)\}[A-Za-z0-9+/=$./]{13,}"),
    (
        "credentials of a request",
        false,
        &["authorization", "bearer "],
        r#"(?i)\b(?:bearer|basic|token|apikey|digest)\s+([A-Za-z0-9._~+/=-]{16,})"#,
    ),
    (
        PASSWORD,
        false,
        &["curl", "wget", "--user", "-u "],
        concat!(r#"(?:[\s"'](?:-u|--user|--proxy-user|-U)["']?[ =,]*["']?[^\s"':$/]*:)"#, value!()),
    ),
    (PASSWORD, false, &["mysql", "mariadb"], concat!(r"\b(?:mysql|mariadb)\w*\b[^\n|;]*?\s-p", value!())),
    (PASSWORD, false, &["sshpass"], concat!(r"\bsshpass\s+-p\s*", value!())),
    (
        PASSWORD,
        false,
        &["ipmitool", "sqlcmd", "mosquitto", "racadm", "net use"],
        concat!(r"\b(?:ipmitool|sqlcmd|mosquitto_\w+|racadm)\b[^\n|;]*?\s-[Pp]\s*", value!()),
    ),
    (PASSWORD, false, &["login", "az "], concat!(r"\blogin\b[^\n|;]*?\s-p\s+", value!())),
    (
        PASSWORD,
        false,
        &["redis-cli", "ldap", "smbclient", "kinit", "htpasswd", "rpcclient", "kadmin", "samba-tool"],
        concat!(
            r"\b(?:redis-cli\b[^\n|;]*?\s-a\s+|ldap\w+\b[^\n|;]*?\s-[wsa]\s+|(?:smbclient|rpcclient|mount\.cifs)\b[^\n|;]*?\s-U\s*[^\s%]+%|htpasswd\s+-\w*b\w*\s+(?:\S+\s+){1,2})",
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
    (PASSWORD, false, &["<<<"], r#"(?:login|token|passw\w*|stdin)[^\n]*<<<\s*["']?([^\s"'$`]{8,})"#),
    (PASSWORD, false, &["pass:"], r#"-pass(?:in|out)?\s+["']?pass:([^\s"'$]{3,})"#),
    (PASSWORD, false, &["rabbitmqctl"], concat!(r"\brabbitmqctl\s+(?:add_user|change_password)\s+\S+\s+", value!())),
    (
        "a token",
        false,
        &["alias set", "host add"],
        concat!(r"\b(?:mc\s+(?:alias\s+set|config\s+host\s+add)\s+\S+\s+\S+\s+\S+\s+)", value!()),
    ),
    (PASSWORD, false, &["identified by"], r#"(?i)\bidentified\s+(?:with\s+\w+\s+)?by\s+(?:password\s+)?["']([^"'$]{3,})"#),
    (PASSWORD, false, &["/user:", "net user"], r#"(?i)\bnet\s+(?:use\s+\S+\s+\S+\s+|user\s+\S+\s+)([^\s"'$/*]{4,})"#),
    ("a line of .pgpass", false, &[":5432:", ":*:"], r"\b[\w.*-]+:(?:5432|\*):[\w.*-]+:[\w.*-]+:([^\s:$]{3,})"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_compiles_and_has_a_word() {
        let forms = Forms::get();
        assert!(forms.all().len() > 200);
        for (at, form) in forms.all().iter().enumerate() {
            assert!(form.regex().is_some(), "{}: {}", form.what, form.pattern);
            assert!(forms.of_word.iter().any(|of| of.contains(&Lead::Form(at))), "{} has no word", form.what);
        }
    }
}
