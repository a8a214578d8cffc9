//! One feature under two keys.

use std::sync::Arc;

use yice::model::FeatureKey;
use yice::plan::*;

use crate::histories::*;

#[test]
fn features_that_were_identified_are_one_under_the_key_of_their_first_record() {
    let book = rulebook();
    let national = FeatureKey::parse("outfall:FA-120116-0083-QT-00").unwrap();
    let mut a = Writer::new("a", "2022-05-10T08:00:00+08:00");
    let mut b = Writer::new("b", "2022-05-11T08:00:00+08:00");
    b.key = national.clone();
    let seen = a.write(&inspector(), &[], visit("no"));
    let other = b.write(&inspector(), &[], set("plan_no", "9"));
    let also = Body::Identified(Identified { also: national.as_str().into() });
    let also = a.write(&inspector(), &[&seen], also);
    let mut ledger = Ledger::new(Arc::clone(&book));
    ledger.extend([seen.clone(), other.clone()]);
    assert_eq!(ledger.plans().len(), 2);
    let changed = ledger.apply(Arc::clone(&also));
    assert!(changed.contains(&key()) && changed.contains(&national));
    assert_eq!(ledger.plans().len(), 1);
    let state = ledger.state(&national);
    assert_eq!(
        (state.key.as_ref(), state.text("plan_no"), state.visits.len()),
        (Some(&key()), Some("9"), 1)
    );
    assert_eq!(ledger.main_key(&national), &key());
    // More about the other key is about the same feature; taking the identification back parts them again.
    let more = b.write(&inspector(), &[&other], set("plan_no", "10"));
    ledger.apply(more);
    assert_eq!(ledger.state(&key()).text("plan_no"), Some("10"));
    let undo = a.write(&inspector(), &[&also], withdraw(&also, ""));
    ledger.apply(undo);
    assert_eq!((ledger.plans().len(), ledger.main_key(&national)), (2, &national));
    assert_eq!(ledger.state(&key()).text("plan_no"), None);
}
