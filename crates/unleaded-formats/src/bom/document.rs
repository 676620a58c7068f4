//! Bills of materials in XML, told apart by their root.

use unleaded_model::bom::Bom;
use unleaded_model::diagnostic::codes::bom_lists as codes;
use unleaded_model::diagnostic::{Diagnostic, FileName, Place};

use super::cyclonedx::CycloneDx;
use super::elements::walk;
use super::granta::Granta;
use super::ipc2581::Ipc2581;
use super::kicad::Netlist;
use super::product::ListProduct;
use crate::sink::Sink;
use crate::xml::{Puller, Step, Stopped};

/// Namespaces of the Granta BoM: 17/11, 23/01, 24/12, 25/05 and whatever follows under the same scheme.
const GRANTA: (&str, &str) = ("http://www.grantadesign.com/", "/BillOfMaterialsEco");
/// Namespaces of CycloneDX are this and a version.
const CYCLONEDX: &str = "http://cyclonedx.org/schema/bom/";
/// The namespace of IPC-2581 A to C.
const IPC_2581: &str = "http://webstds.ipc.org/2581";

/// Reads an XML document; `None`: it is no bill of materials, or it can't be read.
pub(crate) fn read(
    bytes: &[u8],
    file: &FileName,
    of: ListProduct<'_>,
    sink: &mut dyn Sink,
) -> Option<Bom> {
    read_or_stop(bytes, file, of, sink).ok()
}

fn read_or_stop(
    bytes: &[u8],
    file: &FileName,
    of: ListProduct<'_>,
    sink: &mut dyn Sink,
) -> Result<Bom, Stopped> {
    let mut puller = Puller::new(bytes, file, &[], sink)?;
    if puller.step(sink)? != Step::Open {
        return Err(Stopped);
    }
    let namespace = puller.namespace();
    match puller.name() {
        b"PartsEco" if is_granta(namespace) => {
            let mut reading = Granta::default();
            walk(&mut puller, &mut reading, sink)?;
            Ok(reading.finish(sink))
        }
        b"bom" if namespace.starts_with(CYCLONEDX) => {
            let mut reading = CycloneDx::default();
            walk(&mut puller, &mut reading, sink)?;
            Ok(reading.finish(sink))
        }
        b"IPC-2581" if namespace == IPC_2581 => {
            let mut reading = Ipc2581::new(of, Place::file(file));
            walk(&mut puller, &mut reading, sink)?;
            Ok(reading.finish(sink))
        }
        b"export" if namespace.is_empty() => {
            let mut reading = Netlist::new(of, Place::file(file));
            walk(&mut puller, &mut reading, sink)?;
            Ok(reading.finish(sink))
        }
        _ => {
            let unknown = Diagnostic::new(codes::BOM_ROOT_UNKNOWN, puller.place());
            sink.diagnostic(
                unknown.with("value", puller.written_name()).with("namespace", namespace),
            );
            Err(Stopped)
        }
    }
}

fn is_granta(namespace: &str) -> bool {
    let (start, end) = GRANTA;
    namespace.strip_prefix(start).is_some_and(|rest| rest.ends_with(end))
}
