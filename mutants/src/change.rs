//! Puts mutants into a file: each expression that could be wrong asks which mutant is chosen.
//!
//! Knows nothing of folders.

use proc_macro2::Span;
use quote::quote;
use std::collections::HashSet;
use std::fmt;
use syn::spanned::Spanned;
use syn::visit_mut::{self, VisitMut};
use syn::{BinOp, Expr, ImplItemFn, Item, ItemFn, Lit, Stmt, parse_quote};

/// One thing that is wrong.
#[derive(Clone, Debug)]
pub struct Mutant {
    pub number: usize,
    /// Below `src`.
    pub file: String,
    pub line: usize,
    pub what: String,
    /// A row of a table, or of an object that is written.
    pub is_row: bool,
}

impl Mutant {
    pub fn is_in(&self, area: &str) -> bool {
        self.file.starts_with(area)
    }
}

impl fmt::Display for Mutant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} src/{}:{}: {}",
            self.number, self.file, self.line, self.what
        )
    }
}

/// The text with its mutants, which join `all`. Those in `refused` did not compile.
pub fn file(path: &str, text: &str, all: &mut Vec<Mutant>, refused: &HashSet<usize>) -> String {
    let mut code = syn::parse_file(text).expect("the program compiles");
    let mut changer = Changer {
        path,
        all,
        refused,
        tables: tables(&code),
    };
    changer.visit_file_mut(&mut code);
    prettyplease::unparse(&code)
}

struct Changer<'a> {
    path: &'a str,
    all: &'a mut Vec<Mutant>,
    refused: &'a HashSet<usize>,
    /// Names of tables of this file that nobody else sees.
    tables: HashSet<String>,
}

/// Private arrays of a file, but addresses and the like.
fn tables(code: &syn::File) -> HashSet<String> {
    struct Find(HashSet<String>);
    impl VisitMut for Find {
        fn visit_item_const_mut(&mut self, item: &mut syn::ItemConst) {
            let is_own = matches!(item.vis, syn::Visibility::Inherited);
            let is_number =
                |row: &Expr| matches!(row, Expr::Lit(lit) if matches!(lit.lit, Lit::Int(_)));
            if let (true, syn::Type::Array(_), Expr::Array(rows)) = (is_own, &*item.ty, &*item.expr)
                && !rows.elems.iter().any(is_number)
            {
                self.0.insert(item.ident.to_string());
            }
        }
    }
    let mut find = Find(HashSet::new());
    find.visit_file_mut(&mut code.clone());
    find.0
}

impl Changer<'_> {
    /// The number of a new mutant, unless it does not compile.
    fn number(&mut self, at: Span, what: String, is_row: bool) -> Option<usize> {
        let number = self.all.len() + 1;
        self.all.push(Mutant {
            number,
            file: self.path.to_string(),
            line: at.start().line,
            what,
            is_row,
        });
        (!self.refused.contains(&number)).then_some(number)
    }

    fn is_table(&self, expr: &Expr) -> bool {
        let Expr::Path(path) = expr else { return false };
        let name = path.path.get_ident().map(ToString::to_string);
        name.is_some_and(|name| self.tables.contains(&name))
    }

    /// Rows that are written, in `map! { key => value }`.
    fn rows_of_map(&mut self, mac: &mut syn::Macro) {
        let Ok(mut rows) = mac.parse_body::<Rows>() else {
            return;
        };
        for (key, value) in &mut rows.0 {
            let what = format!("without {}", short(&quote!(#key)));
            visit_mut::visit_expr_mut(self, value);
            if let Some(number) = self.number(key.span(), what, true) {
                *value = parse_quote!((!crate::mutant(#number)).then(|| #value));
            }
        }
        let (keys, values): (Vec<_>, Vec<_>) = rows.0.iter().map(|(k, v)| (k, v)).unzip();
        mac.tokens = quote!(#(#keys => #values,)*);
    }
}

/// What stands in `map!`.
struct Rows(Vec<(Expr, Expr)>);

impl syn::parse::Parse for Rows {
    fn parse(input: syn::parse::ParseStream<'_>) -> syn::Result<Self> {
        let mut rows = Vec::new();
        while !input.is_empty() {
            let key = input.parse()?;
            input.parse::<syn::Token![=>]>()?;
            rows.push((key, input.parse()?));
            if !input.is_empty() {
                input.parse::<syn::Token![,]>()?;
            }
        }
        Ok(Rows(rows))
    }
}

fn short(tokens: &proc_macro2::TokenStream) -> String {
    let text = tokens.to_string();
    text.chars().take(60).collect()
}

/// What else the programmer could have written.
fn other(op: &BinOp) -> Option<BinOp> {
    Some(match op {
        BinOp::Lt(_) => parse_quote!(<=),
        BinOp::Le(_) => parse_quote!(<),
        BinOp::Gt(_) => parse_quote!(>=),
        BinOp::Ge(_) => parse_quote!(>),
        BinOp::Eq(_) => parse_quote!(!=),
        BinOp::Ne(_) => parse_quote!(==),
        BinOp::And(_) => parse_quote!(||),
        BinOp::Or(_) => parse_quote!(&&),
        BinOp::Add(_) => parse_quote!(-),
        BinOp::Sub(_) => parse_quote!(+),
        BinOp::Mul(_) => parse_quote!(/),
        BinOp::Div(_) => parse_quote!(*),
        _ => return None,
    })
}

fn has_let(expr: &Expr) -> bool {
    match expr {
        Expr::Let(_) => true,
        Expr::Binary(binary) => has_let(&binary.left) || has_let(&binary.right),
        Expr::Paren(inner) => has_let(&inner.expr),
        _ => false,
    }
}

fn is_test(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("test")
            || attribute.path().is_ident("cfg") && quote!(#attribute).to_string().contains("test")
    })
}

impl VisitMut for Changer<'_> {
    fn visit_item_mut(&mut self, item: &mut Item) {
        match item {
            Item::Mod(module) if is_test(&module.attrs) => {}
            Item::Fn(ItemFn { attrs, sig, .. }) if is_test(attrs) || sig.constness.is_some() => {}
            Item::Const(table) if self.tables.contains(&table.ident.to_string()) => {
                let (attrs, vis, name) = (&table.attrs, &table.vis, &table.ident);
                let syn::Type::Array(syn::TypeArray { elem, .. }) = &*table.ty else {
                    return;
                };
                let Expr::Array(rows) = &*table.expr else {
                    return;
                };
                let mut wrapped = Vec::new();
                for row in &rows.elems {
                    let what = format!("`{name}` without {}", short(&quote!(#row)));
                    let number = self.number(row.span(), what, true).unwrap_or(0);
                    wrapped.push(quote!((#number, #row)));
                }
                *item = parse_quote! {
                    #(#attrs)*
                    #vis static #name: std::sync::LazyLock<&'static [#elem]> =
                        std::sync::LazyLock::new(|| crate::rows(vec![#(#wrapped),*]));
                };
            }
            Item::Const(_) | Item::Static(_) | Item::Macro(_) => {}
            _ => visit_mut::visit_item_mut(self, item),
        }
    }

    fn visit_impl_item_fn_mut(&mut self, item: &mut ImplItemFn) {
        if item.sig.constness.is_none() {
            visit_mut::visit_impl_item_fn_mut(self, item);
        }
    }

    fn visit_impl_item_const_mut(&mut self, _: &mut syn::ImplItemConst) {}

    fn visit_type_mut(&mut self, _: &mut syn::Type) {}

    fn visit_pat_mut(&mut self, _: &mut syn::Pat) {}

    fn visit_macro_mut(&mut self, mac: &mut syn::Macro) {
        if mac.path.is_ident("map") {
            self.rows_of_map(mac);
        }
    }

    fn visit_stmt_mut(&mut self, stmt: &mut Stmt) {
        let at = stmt.span();
        let is_effect = matches!(
            stmt,
            Stmt::Expr(Expr::MethodCall(_) | Expr::Call(_), Some(_))
        ) || matches!(
            stmt,
            Stmt::Expr(Expr::Binary(binary), Some(_)) if matches!(
                binary.op,
                BinOp::AddAssign(_) | BinOp::SubAssign(_) | BinOp::BitOrAssign(_)
            )
        );
        let what = format!("not done: {}", short(&quote!(#stmt)));
        visit_mut::visit_stmt_mut(self, stmt);
        if is_effect && let Some(number) = self.number(at, what, false) {
            *stmt = parse_quote!(if !crate::mutant(#number) { #stmt });
        }
    }

    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        let at = expr.span();
        let what = match expr {
            Expr::Binary(binary) if !has_let(&binary.left) && !has_let(&binary.right) => {
                other(&binary.op).map(|op| {
                    let text = short(&quote!(#binary));
                    format!("{} in place of {}: {text}", quote!(#op), {
                        let op = &binary.op;
                        quote!(#op)
                    })
                })
            }
            Expr::If(condition) if !has_let(&condition.cond) => {
                let cond = &condition.cond;
                Some(format!("the contrary: if {}", short(&quote!(#cond))))
            }
            Expr::Lit(literal) if matches!(literal.lit, Lit::Bool(_)) => {
                Some(format!("the contrary of {}", quote!(#literal)))
            }
            _ => None,
        };
        // Tables are slices now, and asked for as such.
        match expr {
            Expr::MethodCall(call) if self.is_table(&call.receiver) => {
                let table = call.receiver.clone();
                let by_value = call.method == "into_iter";
                call.receiver = match by_value {
                    true => parse_quote!(#table.to_vec()),
                    false => parse_quote!((*#table)),
                };
                for argument in &mut call.args {
                    self.visit_expr_mut(argument);
                }
                return;
            }
            Expr::Reference(reference) if self.is_table(&reference.expr) => {
                let table = &reference.expr;
                *expr = parse_quote!((*#table));
                return;
            }
            Expr::Index(index) if self.is_table(&index.expr) => {
                let table = &index.expr;
                index.expr = parse_quote!((*#table));
                return;
            }
            table if self.is_table(table) => {
                *table = parse_quote!(#table.to_vec());
                return;
            }
            Expr::Repeat(_) => return,
            _ => visit_mut::visit_expr_mut(self, expr),
        }
        let Some(number) = what.and_then(|what| self.number(at, what, false)) else {
            return;
        };
        match expr {
            Expr::Binary(binary) => {
                let mut changed = binary.clone();
                changed.op = other(&binary.op).expect("it was asked before");
                *expr = parse_quote!((if crate::mutant(#number) { #changed } else { #binary }));
            }
            Expr::If(condition) => {
                let cond = &condition.cond;
                condition.cond = parse_quote!((#cond) != crate::mutant(#number));
            }
            literal => *literal = parse_quote!((#literal != crate::mutant(#number))),
        }
    }
}
