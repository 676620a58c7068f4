//! Class C: what a part says about the entries of a list.

use std::io::BufRead;

use unleaded_model::declaration::ListAnswers;

use super::{Reading, read_boolean};
use crate::blank;
use crate::bounded::Bounded;
use crate::ipc1752::amounts::Slot;
use crate::ipc1752::vocabulary::Kind;
use crate::xml::Puller;

impl Reading {
    pub(super) fn open_list<R: BufRead>(&mut self, puller: &Puller<R>, sink: &mut Bounded<'_>) {
        self.list = Some(ListAnswers {
            authority: String::new(),
            identity: String::new(),
            answers: Vec::new(),
            place: puller.place(),
        });
        self.keep_attributes(puller, sink);
    }

    pub(super) fn open_list_id<R: BufRead>(&mut self, puller: &Puller<R>, sink: &mut Bounded<'_>) {
        let (authority, identity) = self.identity(puller, sink);
        if let Some(list) = &mut self.list {
            (list.authority, list.identity) = (authority, identity);
        }
    }

    pub(super) fn open_answer<R: BufRead>(&mut self, puller: &Puller<R>, sink: &mut Bounded<'_>) {
        self.answer = Some(blank::answer(puller.place()));
        let mut amount = Slot::default();
        for index in 0..puller.attributes() {
            let Some(answer) = &mut self.answer else {
                return;
            };
            let field = match puller.attribute_name(index) {
                b"name" => &mut answer.name,
                b"reportableApplication" => &mut answer.application,
                _ => {
                    if !amount.takes(puller, index) {
                        self.keep_attribute(puller, index, sink);
                    }
                    continue;
                }
            };
            *field = puller.value(index).into_owned();
        }
        self.fill(Kind::Answer, Kind::Amount, &amount, puller, sink);
    }

    pub(super) fn open_answer_id<R: BufRead>(
        &mut self,
        puller: &Puller<R>,
        sink: &mut Bounded<'_>,
    ) {
        let (authority, identity) = self.identity(puller, sink);
        if let Some(answer) = &mut self.answer {
            (answer.code_authority, answer.code) = (authority, identity);
        }
    }

    pub(super) fn open_threshold<R: BufRead>(
        &mut self,
        puller: &Puller<R>,
        sink: &mut Bounded<'_>,
    ) {
        for index in 0..puller.attributes() {
            match (puller.attribute_name(index), &mut self.answer) {
                (b"overThreshold", Some(answer)) => {
                    answer.over = read_boolean("overThreshold", puller, index, sink);
                }
                (b"threshold", Some(answer)) => answer.threshold = puller.value(index).into_owned(),
                _ => self.keep_attribute(puller, index, sink),
            }
        }
    }
}
