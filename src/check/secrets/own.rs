//! Forms of secrets that gitleaks does not have, or has in another way: a table.
//!
//! Must not know: how forms are looked for.

/// What it is, whether that is sure, the words that say where to look, the form. The first group is
/// the secret.
pub(super) type Own = (&'static str, bool, &'static [&'static str], &'static str);

/// Of several lines: the form is that of the first.
pub(super) const KEY: &str = "a private key";
pub(super) const PASSWORD: &str = "a password";
const HASH: &str = "the hash of a password";

/// Forms that gitleaks does not have, or has in another way.
pub(super) const OWN: [Own; 52] = [
    (
        "a token of 1Password",
        true,
        &["ops_eyj"],
        r"\bops_eyJ[A-Za-z0-9+/=_-]{40,}",
    ),
    (
        PASSWORD,
        false,
        &[" / "],
        r"(?i)\b(?:root|admin|administrator|administrateur|ops|ubuntu|debian)\s+/\s+([^\s/,;()]*\d[^\s/,;()]*)",
    ),
    (
        PASSWORD,
        false,
        &["auth"],
        r#"\bauth\s*=\s*\(\s*["'][^"']+["']\s*,\s*["']([^"'$]{4,})["']"#,
    ),
    (KEY, true, &["static key"], r"-----BEGIN OpenVPN Static key"),
    (
        HASH,
        true,
        &["scram-sha"],
        r"SCRAM-SHA-\d+\$\d+:[A-Za-z0-9+/=]+\$[A-Za-z0-9+/=:]{20,}",
    ),
    (
        "a Matrix token",
        true,
        &["syt_"],
        r"\bsyt_[A-Za-z0-9]+_[A-Za-z0-9]{10,}_[A-Za-z0-9]{4,}",
    ),
    (
        "a key of WireGuard",
        false,
        &["echo", "printf"],
        r#"\b(?:echo|printf)\s+["']?([A-Za-z0-9+/]{42,43}=)["']?\s*>"#,
    ),
    (
        "a token",
        false,
        &["vault login"],
        r#"\bvault\s+login\s+(?:-\S+\s+)*([^\s"'$=]{8,})"#,
    ),
    (
        "an unseal key",
        false,
        &["unseal"],
        r"(?i)\bunseal(?:\s+key)?(?:\s+\d+)?\s*:?\s+([A-Za-z0-9+/=]{20,})",
    ),
    (
        "a token",
        false,
        &["cloudflared"],
        r"\bcloudflared\b[^\n]*\s(eyJ[A-Za-z0-9+/=_-]{30,})",
    ),
    (
        PASSWORD,
        false,
        &["default(", "d("],
        r#"(?i)(?:pass|token|secret|key)[^\n]*\|\s*d(?:efault)?\(\s*["']([^"'{}$\s]{4,})["']"#,
    ),
    (
        PASSWORD,
        false,
        &["stats auth"],
        r"\bstats\s+auth\s+[^\s:]+:(\S{3,})",
    ),
    (
        PASSWORD,
        false,
        &["iscsi:"],
        r"\biscsi:[^\s:@]+:([^\s:@]{3,})@",
    ),
    (
        PASSWORD,
        false,
        &["@tcp(", "@unix("],
        r#"[\s"'=][\w.-]+:([^\s:@"'$]{3,})@(?:tcp|unix)\("#,
    ),
    (
        PASSWORD,
        false,
        &["--password-command"],
        r#"--password-command[ =]["']?echo\s+([^\s"'$]{3,})"#,
    ),
    (
        KEY,
        true,
        &["private key"],
        r"-----? ?BEGIN [A-Z0-9 ]{0,60}PRIVATE KEY(?: BLOCK)? ?-----?",
    ),
    (
        KEY,
        true,
        &["putty-user-key-file"],
        r"PuTTY-User-Key-File-\d:",
    ),
    (
        "an age key",
        true,
        &["age-secret-key-"],
        r"AGE-SECRET-KEY-(?:PQ-)?1[0-9A-Z]{20,}",
    ),
    (
        "a signed token",
        true,
        &["eyj"],
        r"\beyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}",
    ),
    (
        "a key of Tailscale",
        true,
        &["tskey-"],
        r"\btskey-[a-z]+-[A-Za-z0-9-]{10,}",
    ),
    (
        "a token of k3s",
        true,
        &["k10"],
        r#"\bK10[0-9a-f]{32,64}::[^\s"']+"#,
    ),
    (
        "a Google client secret",
        true,
        &["gocspx-"],
        r"\bGOCSPX-[A-Za-z0-9_-]{20,}",
    ),
    (
        "a Docker token",
        true,
        &["dckr_"],
        r"\bdckr_[po]at_[A-Za-z0-9_-]{20,}",
    ),
    (
        "a Telegram token",
        true,
        &[":aa"],
        r"(?:^|[^0-9])(\d{8,10}:AA[A-Za-z0-9_-]{30,})",
    ),
    (
        "the address of a webhook",
        true,
        &["discord.com/api/webhooks/", "discordapp.com/api/webhooks/"],
        r"discord(?:app)?\.com/api/webhooks/\d{5,}/[\w-]{6,}",
    ),
    (
        "the address of a webhook",
        true,
        &["hooks.slack.com/"],
        r"hooks\.slack\.com/(?:services|workflows|triggers)/[A-Za-z0-9/]{12,}",
    ),
    (
        "the address of a webhook",
        true,
        &["webhook.office.com"],
        r"webhook\.office\.com/webhookb2/[0-9a-zA-Z@/-]{40,}",
    ),
    (
        "a GitHub token",
        true,
        &["ghp_", "gho_", "ghu_", "ghs_", "ghr_"],
        r"\bgh[pousr]_[A-Za-z0-9]{16,}",
    ),
    (
        "a GitHub token",
        true,
        &["github_pat_"],
        r"\bgithub_pat_[A-Za-z0-9_]{20,}",
    ),
    (
        "a GitLab token",
        true,
        &[
            "glpat-", "gldt-", "glrt-", "glptt-", "glft-", "gloas-", "glcbt-", "glagent-",
            "glsoat-", "glimt-", "glffct-", "glrtr-",
        ],
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
        &[
            "sk-proj-",
            "sk-ant-",
            "sk_live_",
            "sk_test_",
            "rk_live_",
            "rk_test_",
            "sk-svcacct-",
            "sk-admin-",
            "whsec_",
            "sk-or-",
        ],
        r"\b(?:sk-(?:proj|ant|svcacct|admin|or)-|[sr]k_(?:live|test)_|whsec_)[A-Za-z0-9_-]{16,}",
    ),
    (
        "an AWS key",
        true,
        &["akia", "asia", "abia", "acca"],
        r"\b(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}\b",
    ),
    (
        "a Vault token",
        true,
        &["hvs.", "hvb.", "hvr."],
        r"\bhv[sbr]\.[A-Za-z0-9_-]{20,}",
    ),
    (
        "a token of Hugging Face",
        true,
        &["hf_"],
        r"\bhf_[A-Za-z0-9]{30,}",
    ),
    (
        "a Grafana token",
        true,
        &["glsa_", "glc_"],
        r"\bgl(?:sa|c)_[A-Za-z0-9_=+/]{30,}",
    ),
    (
        "a PyPI token",
        true,
        &["pypi-ageichlwas5vcmc"],
        r"\bpypi-AgEIcHlwaS5vcmc[\w-]{20,}",
    ),
    ("an npm token", true, &["npm_"], r"\bnpm_[A-Za-z0-9]{30,}"),
    (
        "a SendGrid key",
        true,
        &["sg."],
        r"\bSG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}",
    ),
    ("a Mailgun key", true, &["key-"], r"\bkey-[0-9a-f]{32}\b"),
    (
        "a Twilio key",
        true,
        &[
            "sk0", "sk1", "sk2", "sk3", "sk4", "sk5", "sk6", "sk7", "sk8", "sk9", "ska", "skb",
            "skc", "skd", "ske", "skf",
        ],
        r"\bSK[0-9a-f]{32}\b",
    ),
    (
        "a key of Azure storage",
        true,
        &["accountkey="],
        r"(?i)AccountKey=([A-Za-z0-9+/]{40,}={0,2})",
    ),
    (
        "a signed address",
        true,
        &["sig=", "signature="],
        r"(?i)[?&;](?:sig|signature|x-amz-signature|x-goog-signature)=([A-Za-z0-9%/+_=-]{20,})",
    ),
    (
        "the address of a Sentry project with its secret",
        true,
        &["sentry"],
        r"https://[0-9a-f]{32}:([0-9a-f]{32})@[\w.-]*sentry",
    ),
    (
        "the key of a kubeconfig",
        true,
        &["client-key-data"],
        r#"client-key-data["']?\s*[:=]\s*["']?(?:[A-Za-z0-9+/=]{16,}|$)"#,
    ),
    (
        HASH,
        true,
        &["$1$", "$apr1$"],
        r"\\?\$(?:1|apr1)\\?\$[./A-Za-z0-9]{1,8}\\?\$[./A-Za-z0-9]{22}",
    ),
    (
        HASH,
        true,
        &["$5$", "$6$", "\\$5", "\\$6"],
        r"\\?\$[56]\\?\$(?:rounds=\d+\\?\$)?[./A-Za-z0-9]{1,16}\\?\$[./A-Za-z0-9]{43,86}",
    ),
    (
        HASH,
        true,
        &["$y$", "$gy$", "$7$", "\\$y"],
        r"\\?\$(?:y|gy|7)\\?\$[./A-Za-z0-9]+\\?\$[./A-Za-z0-9]*\\?\$[./A-Za-z0-9]{20,}",
    ),
    (
        HASH,
        true,
        &["$2a$", "$2b$", "$2y$", "$2x$", "\\$2"],
        r"\\?\$2[abxy]\\?\$\d\d\\?\$[./A-Za-z0-9]{53}",
    ),
    (
        HASH,
        true,
        &["$argon2", "$scrypt$", "$pbkdf2", "pbkdf2_sha", "pbkdf2:sha"],
        r#"(?:\\?\$(?:argon2(?:id|i|d)|scrypt|pbkdf2[\w-]*)\\?\$|pbkdf2[_:]sha\d+[$:])[^\s"']{30,}"#,
    ),
    (
        HASH,
        true,
        &["{ssha", "{sha", "{crypt}"],
        r"\{(?:S?SHA(?:256|384|512)?|CRYPT)\}[A-Za-z0-9+/=$./]{13,}",
    ),
    (
        "credentials of a request",
        false,
        &["authorization", "bearer "],
        r#"(?i)\b(?:bearer|basic|token|apikey|digest)\s+([A-Za-z0-9._~+/=-]{16,})"#,
    ),
];
