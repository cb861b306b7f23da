//! `platform`: what this platform is, where its files live, who runs it.

use super::types::{Id, Name, RepoPath, Url};
use crate::schema::{node, words};

words! {
    /// Who signs in to Kubernetes.
    AccessKind "a way to sign in" {
        /// People come through Omni, whose access policy says which groups they are impersonated
        /// as; the runbook has its rules.
        Omni = "omni",
        /// The API server trusts an OpenID Connect issuer.
        Oidc = "oidc",
    }
}

node! {
    /// The Git repository that holds this description and `out/`.
    Repo "repo" {
        /// Address to clone from.
        arg url: Url,
        /// Branch that Argo CD follows.
        prop branch: String = "main",
        /// Path of the output folder in the repository.
        prop path: RepoPath = "out",
    }
}

node! {
    /// Sign-in to Argo CD through GitHub; its teams are the groups.
    ArgocdSignIn "argocd" {
        /// GitHub organisation.
        prop github: String,
        /// Secret in namespace `argocd` with the keys `dex.github.clientID` and
        /// `dex.github.clientSecret`. It must exist; it is never in Git.
        prop secret: Name,
    }
}

node! {
    /// Who signs in to Kubernetes, and how groups are called.
    Access "access" {
        /// Way to sign in.
        arg kind: AccessKind,
        /// Issuer, for `oidc`.
        opt_prop issuer: Url,
        /// Client ID at the issuer, for `oidc`.
        opt_prop client_id: String,
        /// What Kubernetes puts before the names of groups, for `oidc`.
        opt_prop groups_prefix: String,
        /// Sign-in to Argo CD. Without it only the built-in `admin` can sign in.
        opt_child argocd: ArgocdSignIn,
    }
}

node! {
    /// What this platform is, where its files live, who runs it.
    Platform "platform" {
        /// Short name; part of every derived UUID, so it never changes.
        arg name: Name,
        /// One line for the documentation.
        opt_value description: String,
        /// The Git repository that Argo CD reads.
        child repo: Repo,
        /// Parent of host names: Argo CD is `argocd.<domain>`.
        opt_value domain: Id,
        /// Group that may do everything.
        opt_value admins: String,
        /// Who signs in to Kubernetes.
        opt_child access: Access,
    }
}
