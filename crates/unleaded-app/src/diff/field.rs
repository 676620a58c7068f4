//! The names of what is compared, in the order in which they are told.

/// Declares an enum whose variants have a stable name.
macro_rules! named {
    ($(#[$doc:meta])* $type:ident { $($(#[$of:meta])* $variant:ident = $name:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum $type { $($(#[$of])* $variant,)+ }

        impl $type {
            /// All of them, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The name in JSON, which never changes.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }
        }
    };
}

named! {
    /// What a node of a document is.
    Kind {
        /// The document itself.
        Document = "document",
        /// What stands once per declaration, or the options of a report.
        Header = "header",
        /// A file that a report was made from.
        Input = "input",
        /// A list edition that a report was made with.
        ListEdition = "list-edition",
        /// A declared product, or the product of a report.
        Product = "product",
        /// A part of a bill of materials, or a direct child of a report's product.
        Part = "part",
        /// A line of a bill of materials: a parent holds a child.
        Line = "line",
        /// A part inside a declared part.
        Subpart = "subpart",
        /// A homogeneous material.
        Material = "material",
        /// A material group (class B).
        Group = "material-group",
        /// A substance.
        Substance = "substance",
        /// The answers to the queries of a list (class A).
        QueryList = "query-list",
        /// A query of a list (class A).
        Query = "query",
        /// The answers to a list of substances (class C).
        List = "list",
        /// An entry of a list (class C).
        Entry = "entry",
        /// A verdict of a report.
        Verdict = "verdict",
        /// What a product of a report holds of an entry.
        EntryTotal = "entry-total",
        /// A finding of a report.
        Finding = "finding",
        /// A claimed exemption.
        Exemption = "exemption",
        /// A file inside a declaration.
        Attachment = "attachment",
        /// What the reader kept and does not know.
        Kept = "kept",
    }
}

named! {
    /// What a fact says.
    Field {
        /// The classes.
        Classes = "classes",
        /// The mode.
        Mode = "mode",
        /// The date of a declaration, or of the law of a report.
        Date = "date",
        /// The document's own identifier.
        DocumentId = "document_id",
        /// Who declares.
        Supplier = "supplier",
        /// Identifiers of who declares.
        SupplierIds = "supplier_ids",
        /// Who asked.
        Requester = "requester",
        /// Identifiers of who asked.
        RequesterIds = "requester_ids",
        /// The request: its identifier, dates, contact and remarks.
        Request = "request",
        /// Who authorised the declaration.
        Authorizer = "authorizer",
        /// Whom to ask.
        Contact = "contact",
        /// The type of the legal text.
        LegalType = "legal_type",
        /// The legal text.
        LegalText = "legal_text",
        /// Whether the supplier accepted it.
        Acceptance = "acceptance",
        /// The statement about uncertainty.
        Uncertainty = "uncertainty",
        /// An option of a report.
        Option = "option",
        /// The part's or list's own number or identity.
        Number = "number",
        /// The name.
        Name = "name",
        /// The Chinese name.
        NameZh = "name_zh",
        /// The maker.
        Maker = "maker",
        /// The version.
        Version = "version",
        /// The site.
        Site = "site",
        /// The requester's numbers.
        RequesterNumber = "requester_number",
        /// The requester's names.
        RequesterName = "requester_name",
        /// The authority of a list or identifier.
        Authority = "authority",
        /// The edition of a list.
        Edition = "edition",
        /// A hash of the content.
        Sha256 = "sha256",
        /// The signer.
        Signer = "signer",
        /// What the signature comes to.
        Signature = "signature",
        /// The envelope of a signature, and evidence of when it was made.
        Evidence = "evidence",
        /// Whether it was used, or why not.
        Use = "use",
        /// A status.
        Status = "status",
        /// Why a verdict binds nobody.
        NotBinding = "not_binding",
        /// The quantity of a child.
        Quantity = "quantity",
        /// The number of instances.
        Instances = "instances",
        /// The unit type.
        UnitType = "unit_type",
        /// The mass.
        Mass = "mass",
        /// The weighed mass.
        WeighedMass = "weighed_mass",
        /// The share of the material.
        Share = "share",
        /// The share of the part.
        ShareOfPart = "share_of_part",
        /// The category of a product.
        Category = "category",
        /// What a part's own declaration describes.
        Composition = "composition",
        /// The material group.
        Group = "group",
        /// The CAS number.
        Cas = "cas",
        /// The EC number, or another identifier.
        Identifier = "identifier",
        /// Why a substance is there.
        Intent = "intent",
        /// What a substance is used for.
        Application = "application",
        /// How a product stands to the China RoHS catalogue.
        ChinaItem = "china_item",
        /// The level of a substance in its category list, or of a finding.
        Level = "level",
        /// The code of an entry or query.
        Code = "code",
        /// Whether the threshold is exceeded.
        OverThreshold = "over_threshold",
        /// The threshold in words.
        Threshold = "threshold",
        /// The answer to a query.
        Response = "response",
        /// How many leaf parts are declared.
        Coverage = "coverage",
        /// The share of the mass that is declared.
        MassDeclared = "mass_declared_share",
        /// The mass that is not disclosed.
        Undisclosed = "undisclosed_mass",
        /// The largest share in a place.
        Worst = "worst_ppm",
        /// The place of that share.
        WorstAt = "worst_at",
        /// The share that was judged.
        Value = "value_ppm",
        /// The limit.
        Limit = "limit_ppm",
        /// How many places have which status.
        PlaceCounts = "counts",
        /// How many findings nobody has decided on.
        Undecided = "undecided",
        /// The statements on lists that something rests on.
        Statements = "statements",
        /// When the rules change.
        RulesChange = "rules_change",
        /// Why something was found.
        Causes = "causes",
        /// What must be done.
        Duties = "duties",
        /// What a person decided.
        Decision = "decision",
        /// An exemption.
        Exemption = "exemption",
        /// Exemptions that nobody claims and that might apply.
        Offers = "offers",
        /// When an exemption ends.
        Expires = "expires",
        /// The document behind a finding.
        Document = "document",
        /// The type of an attachment.
        MediaType = "media_type",
        /// The content.
        Content = "content",
        /// Remarks.
        Comment = "comment",
    }
}
