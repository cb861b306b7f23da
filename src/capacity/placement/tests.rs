//! What is placed is held against trying all ways, for small cases.

use super::*;

fn room(memory: u64) -> Amount {
    Amount {
        memory,
        millicpu: 1_000,
    }
}

fn need(memory: u64, bins: &[usize]) -> Need {
    Need {
        amount: Amount {
            memory,
            millicpu: 0,
        },
        bins: bins.to_vec(),
    }
}

#[test]
fn a_sum_or_a_search_proves_that_there_is_no_room() {
    let rooms = [room(10), room(10)];
    assert!(matches!(
        place(&rooms, &[need(6, &[]), need(4, &[]), need(10, &[])]),
        Fit::Placed(_)
    ));
    let Fit::TooMuch(sum) = place(&rooms, &[need(9, &[]), need(9, &[]), need(9, &[])]) else {
        panic!()
    };
    assert_eq!((sum.needed.memory, sum.room.memory), (27, 20));
    // 18 of 20, and yet no two of them share a bin.
    assert_eq!(
        place(&rooms, &[need(6, &[]), need(6, &[]), need(6, &[])]),
        Fit::NoArrangement
    );
    let Fit::TooMuch(sum) = place(&rooms, &[need(2, &[]), need(7, &[1]), need(7, &[1])]) else {
        panic!()
    };
    assert_eq!((sum.needs, sum.bins), (vec![1, 2], vec![1]));
    let cpu = Need {
        amount: Amount {
            memory: 0,
            millicpu: 3_000,
        },
        bins: Vec::new(),
    };
    assert!(matches!(place(&rooms, &[cpu]), Fit::TooMuch(_)));
}

#[test]
fn a_lost_bin_is_emptied_into_the_others() {
    // What may only be in the lost bin stays: nothing else holds it.
    let needs = [need(5, &[]), need(5, &[]), need(20, &[0])];
    let mut packing = Packing::new(&[room(25), room(10), room(10)], needs.to_vec()).unwrap();
    let before = packing.bins().to_vec();
    assert_eq!(
        (packing.without(0, true), packing.bins()),
        (Ok(()), &*before)
    );
    let needs = [need(8, &[]), need(8, &[]), need(8, &[])];
    let mut packing = Packing::new(&[room(10), room(10), room(10)], needs.to_vec()).unwrap();
    assert!(matches!(packing.without(1, true), Err(Fit::TooMuch(_))));
    // Only when what stands elsewhere moves too.
    let needs = [need(6, &[]), need(4, &[]), need(4, &[]), need(3, &[])];
    let mut packing = Packing::new(&[room(10), room(7), room(8)], needs.to_vec()).unwrap();
    assert_eq!(packing.without(2, true), Ok(()));
}

/// Against trying all ways, for small cases.
#[test]
fn what_is_claimed_is_true() {
    let mut seed = 11u64;
    let mut next = |limit: u64| {
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % limit
    };
    let (mut fit, mut not) = (0, 0);
    for _ in 0..3_000 {
        let (rooms, needs) = case(&mut next);
        let possible = is_possible(&rooms, &needs);
        match place(&rooms, &needs) {
            Fit::Placed(bins) => {
                assert!(
                    possible
                        && bins
                            .iter()
                            .zip(&needs)
                            .all(|(bin, need)| need.bins.is_empty() || need.bins.contains(bin))
                );
                fit += 1;
            }
            Fit::Undecided => panic!("small cases are decided"),
            Fit::TooMuch(_) | Fit::NoArrangement => {
                assert!(!possible, "{rooms:?} {needs:?}");
                not += 1;
            }
        }
    }
    assert!(fit > 500 && not > 500, "{fit} {not}");
}

/// A few bins, and what is to stand in them.
fn case(next: &mut impl FnMut(u64) -> u64) -> (Vec<Amount>, Vec<Need>) {
    let rooms: Vec<Amount> = (0..1 + next(3))
        .map(|_| Amount {
            memory: 5 + next(15),
            millicpu: next(9),
        })
        .collect();
    let needs: Vec<Need> = (0..next(7))
        .map(|_| {
            let bins = if next(3) == 0 {
                vec![next(rooms.len() as u64) as usize]
            } else {
                Vec::new()
            };
            Need {
                amount: Amount {
                    memory: next(10),
                    millicpu: next(4),
                },
                bins,
            }
        })
        .collect();
    (rooms, needs)
}

/// Tries every way.
fn is_possible(rooms: &[Amount], needs: &[Need]) -> bool {
    let ways = (rooms.len() as u64).pow(needs.len() as u32);
    (0..ways).any(|way| {
        let mut free = rooms.to_vec();
        needs.iter().enumerate().all(|(at, need)| {
            let bin = (way / (rooms.len() as u64).pow(at as u32) % rooms.len() as u64) as usize;
            let fits =
                (need.bins.is_empty() || need.bins.contains(&bin)) && free[bin].holds(need.amount);
            if fits {
                free[bin] = free[bin].minus(need.amount);
            }
            fits
        })
    })
}

/// Asking what a loss does changes nothing: each later answer is that of a fresh packing.
#[test]
fn a_question_leaves_no_trace() {
    let rooms = [room(10), room(9), room(8), room(7)];
    for sizes in [
        [6, 5, 4, 3, 2],
        [9, 2, 2, 2, 2],
        [4, 4, 4, 4, 4],
        [7, 6, 1, 1, 1],
    ] {
        let needs = sizes.map(|size| need(size, &[])).to_vec();
        let fresh = || Packing::new(&rooms, needs.clone()).unwrap();
        let mut asked = fresh();
        for lost in [0, 1, 2, 3, 0, 2, 1, 3] {
            assert_eq!(
                asked.without(lost, true),
                fresh().without(lost, true),
                "{sizes:?} {lost}"
            );
            assert_eq!(
                asked.without(lost, false),
                fresh().without(lost, false),
                "{sizes:?} {lost}"
            );
            assert_eq!(asked.bins(), fresh().bins(), "{sizes:?} {lost}");
        }
    }
}

#[test]
fn exactly_full_is_legal() {
    let exact = Need {
        amount: Amount {
            memory: 10,
            millicpu: 1_000,
        },
        bins: Vec::new(),
    };
    assert!(matches!(
        place(&[room(10)], std::slice::from_ref(&exact)),
        Fit::Placed(_)
    ));
    let more = Need {
        amount: exact.amount.plus(Amount {
            memory: 0,
            millicpu: 1,
        }),
        ..exact
    };
    assert!(matches!(place(&[room(10)], &[more]), Fit::TooMuch(_)));
}
