//! The JSON form.

use unleaded_model::bom::Bom;
use unleaded_model::diagnostic::codes::{bom_lists, xml};
use unleaded_model::diagnostic::{Diagnostic, FileName, Place};

use super::json::{Broken, Json, MAX_DEPTH, Value};
use super::{CycloneDx, QUANTITY};
use crate::position::Cursor;
use crate::sink::Sink;
use crate::text::{Undeclared, decode};

/// Characters of the text that a defect shows.
const SHOWN: usize = 40;

/// Reads a JSON document; `None`: it is none of CycloneDX, or it can't be read.
pub(crate) fn read_json(bytes: &[u8], file: &FileName, sink: &mut dyn Sink) -> Option<Bom> {
    let (text, _) =
        decode(bytes, file, Undeclared::Utf8).map_err(|defect| sink.diagnostic(*defect)).ok()?;
    let mut reading = Reading {
        json: Json::new(&text),
        text: &text,
        at: Cursor::start(),
        file,
        into: CycloneDx::default(),
    };
    match reading.document() {
        Ok(true) => return Some(reading.into.finish(sink)),
        Ok(false) => {
            let value: String = text.trim_start().chars().take(SHOWN).collect();
            let unknown = Diagnostic::new(xml::FORMAT_UNKNOWN, Place::file(file));
            sink.diagnostic(unknown.with("value", value));
        }
        Err(broken) => {
            let at = reading.json.offset();
            let value: String = text.get(at..).unwrap_or_default().chars().take(SHOWN).collect();
            let place = reading.place_at(at, value.len());
            sink.diagnostic(match broken {
                Broken::Malformed => {
                    Diagnostic::new(bom_lists::BOM_JSON_MALFORMED, place).with("value", value)
                }
                Broken::Deep => {
                    Diagnostic::new(bom_lists::BOM_JSON_TOO_DEEP, place).with("limit", MAX_DEPTH)
                }
            });
        }
    }
    None
}

struct Reading<'a> {
    json: Json<'a>,
    text: &'a str,
    /// Where the last place was.
    at: Cursor,
    file: &'a FileName,
    into: CycloneDx,
}

impl Reading<'_> {
    /// Reads the document; `false`: it is another format's.
    fn document(&mut self) -> Result<bool, Broken> {
        let value = self.json.value()?;
        if value != Value::Object {
            self.json.leave(&value)?;
            return Ok(false);
        }
        let mut is_ours = false;
        while let Some(key) = self.json.key()? {
            match key.as_ref() {
                "bomFormat" => is_ours = self.text()? == "CycloneDX",
                "metadata" => self.metadata()?,
                "components" => self.components(None, None)?,
                "services" => self.components(None, Some("service"))?,
                "dependencies" => self.dependencies()?,
                _ => self.json.skip()?,
            }
        }
        match self.json.is_at_end() {
            true => Ok(is_ours),
            false => Err(Broken::Malformed),
        }
    }

    fn metadata(&mut self) -> Result<(), Broken> {
        self.object(|reading, key| {
            if key != "component" {
                return reading.json.skip();
            }
            let place = reading.place();
            let at = reading.into.begin(None, "", place);
            reading.into.product = Some(at);
            reading.component(at)
        })
    }

    /// Reads an array of components inside `around`; a service has no type of its own.
    fn components(&mut self, around: Option<usize>, kind: Option<&str>) -> Result<(), Broken> {
        self.array(|reading| {
            let place = reading.place();
            let at = reading.into.begin(around, kind.unwrap_or_default(), place);
            reading.component(at)
        })
    }

    /// Reads a component. Arrays of them nest no deeper than JSON may.
    fn component(&mut self, at: usize) -> Result<(), Broken> {
        self.object(|reading, key| {
            match key {
                "type" => reading.into.components[at].kind = reading.text()?,
                "name" => reading.into.components[at].name = reading.text()?,
                "description" => reading.into.components[at].description = reading.text()?,
                "bom-ref" => {
                    let reference = reading.text()?;
                    reading.into.references.entry(reference).or_insert(at);
                }
                "manufacturer" => reading.into.components[at].maker = reading.name()?,
                "supplier" => reading.into.components[at].supplier = reading.name()?,
                "properties" => reading.array(|reading| reading.property(at))?,
                "components" => reading.components(Some(at), None)?,
                "services" => reading.components(Some(at), Some("service"))?,
                _ => reading.json.skip()?,
            }
            Ok(())
        })
    }

    fn property(&mut self, at: usize) -> Result<(), Broken> {
        let (mut name, mut value) = (String::new(), None);
        self.object(|reading, key| {
            match key {
                "name" => name = reading.text()?,
                "value" => {
                    let place = reading.place();
                    value = Some((reading.text()?, place));
                }
                _ => reading.json.skip()?,
            }
            Ok(())
        })?;
        if name == QUANTITY {
            self.into.components[at].quantity = value;
        }
        Ok(())
    }

    fn dependencies(&mut self) -> Result<(), Broken> {
        self.array(|reading| {
            let (mut from, mut to) = (String::new(), Vec::new());
            reading.object(|reading, key| {
                match key {
                    "ref" => from = reading.text()?,
                    "dependsOn" => reading.array(|reading| {
                        let place = reading.place();
                        to.push((reading.text()?, place));
                        Ok(())
                    })?,
                    _ => reading.json.skip()?,
                }
                Ok(())
            })?;
            let edges = to.into_iter().map(|(to, place)| (from.clone(), to, place));
            reading.into.dependencies.extend(edges);
            Ok(())
        })
    }

    /// The `name` of an organisation.
    fn name(&mut self) -> Result<String, Broken> {
        let mut name = String::new();
        self.object(|reading, key| {
            match key {
                "name" => name = reading.text()?,
                _ => reading.json.skip()?,
            }
            Ok(())
        })?;
        Ok(name)
    }

    /// Reads a text or number, trimmed; empty: it is something else.
    fn text(&mut self) -> Result<String, Broken> {
        Ok(match self.json.value()? {
            Value::Text(text) => text.trim().to_owned(),
            Value::Plain(word) if !matches!(word, "true" | "false" | "null") => word.to_owned(),
            value => {
                self.json.leave(&value)?;
                String::new()
            }
        })
    }

    /// Reads an object entry by entry; what is none is read over.
    fn object(
        &mut self,
        mut entry: impl FnMut(&mut Self, &str) -> Result<(), Broken>,
    ) -> Result<(), Broken> {
        let value = self.json.value()?;
        if value != Value::Object {
            return self.json.leave(&value);
        }
        while let Some(key) = self.json.key()? {
            entry(self, &key)?;
        }
        Ok(())
    }

    /// Reads an array item by item; what is none is read over.
    fn array(
        &mut self,
        mut item: impl FnMut(&mut Self) -> Result<(), Broken>,
    ) -> Result<(), Broken> {
        let value = self.json.value()?;
        if value != Value::Array {
            return self.json.leave(&value);
        }
        while self.json.item()? {
            item(self)?;
        }
        Ok(())
    }

    /// The place of the next value.
    fn place(&mut self) -> Place {
        let start = self.json.start();
        self.place_at(start, 1)
    }

    /// The place of `length` bytes from `offset` on. Places are asked for from the front to the back, so that a text of one
    /// line is counted through once.
    fn place_at(&mut self, offset: usize, length: usize) -> Place {
        let from = usize::try_from(self.at.offset).unwrap_or(usize::MAX);
        self.at.advance(self.text.as_bytes().get(from..offset).unwrap_or_default());
        self.at.place(self.file, length)
    }
}
