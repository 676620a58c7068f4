//! Bytes to model and back: IPC-1752A, tables, bills of materials.
