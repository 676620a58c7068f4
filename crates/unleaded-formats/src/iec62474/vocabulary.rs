//! The elements of the format, and which stands in which.

/// An element by its role; one name can have several roles (`UniqueID`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Attachment,
    Authorizer,
    BusinessInfo,
    /// `UniqueID` of a company.
    CompanyId,
    Compliance,
    ComplianceThreshold,
    Composition,
    Contact,
    /// `DeclarableSubstanceList`.
    DeclarableList,
    /// `UniqueID` of a declarable substance list.
    DeclarableListId,
    DsDsg,
    DsDsgId,
    EntryId,
    Exemption,
    /// `UniqueID` of a list of exemptions.
    ExemptionListId,
    Exemptions,
    Main,
    Mass,
    MassPercent,
    MatMassPercent,
    Material,
    MaterialClass,
    MaterialClassDeclaration,
    MaterialClassId,
    Product,
    ProductId,
    ProductPart,
    Query,
    QueryList,
    Request,
    RequestCompany,
    Response,
    Substance,
    SubstanceGroup,
    /// `UniqueID` of a substance or group.
    SubstanceId,
    SupplyCompany,
    Threshold,
    /// Known, but without a place in the model: kept without a remark.
    Unmodelled,
}

impl Kind {
    /// The kind of the element `name` inside an element of this kind; `None`: it is not known there.
    pub(super) fn child(self, name: &[u8]) -> Option<Self> {
        use Kind::*;
        Some(match (self, name) {
            (
                DsDsg | Material | MaterialClass | ProductId | Substance | SubstanceGroup,
                b"Mass",
            ) => Mass,
            (ProductId, b"MassPercent") => Unmodelled,
            (DsDsg | Material | MaterialClass | Substance | SubstanceGroup, b"MassPercent") => {
                MassPercent
            }
            (DsDsg | Substance | SubstanceGroup, b"MatMassPercent") => MatMassPercent,
            (Substance | SubstanceGroup, b"UniqueID") => SubstanceId,
            (Substance | SubstanceGroup, b"Threshold") => Threshold,
            (Material, b"UniqueID") => Unmodelled,
            (Material | MaterialClass, b"MaterialClassID") => MaterialClassId,
            (DsDsgId | MaterialClassId, b"EntryID") => EntryId,
            (DsDsgId | MaterialClassId, b"ListID") => Unmodelled,
            (Material | Composition | Product | ProductPart, b"Substance") => Substance,
            (Material | Composition | Product | ProductPart, b"SubstanceGroup") => SubstanceGroup,
            (Composition | Product | ProductPart, b"Material") => Material,
            (Composition | Product | ProductPart, b"ProductPart") => ProductPart,
            (Composition | MaterialClassDeclaration | Product | ProductPart, b"MaterialClass") => {
                MaterialClass
            }
            (
                Compliance | Composition | DsDsg | Material | Product | ProductPart | Substance
                | SubstanceGroup,
                b"Exemptions",
            ) => Exemptions,
            (Exemptions, b"UniqueID") => ExemptionListId,
            (Exemptions, b"Exemption") => Exemption,
            _ => return self.child_of_product(name),
        })
    }

    /// The same for the sections of a product and what stands in them.
    fn child_of_product(self, name: &[u8]) -> Option<Self> {
        use Kind::*;
        Some(match (self, name) {
            (_, b"Signature") => Unmodelled,
            (Compliance | Composition | Main | Product, b"DeclarableSubstanceList") => {
                DeclarableList
            }
            (DeclarableList, b"UniqueID") => DeclarableListId,
            (Product | ProductPart, b"ProductID") => ProductId,
            (ProductId, b"IdentifierCode" | b"ProductCategory") => Unmodelled,
            (Product | ProductPart, b"Attachment") => Attachment,
            (Product, b"Compliance") => Compliance,
            (Product, b"Composition") => Composition,
            (Product, b"MaterialClassDeclaration") => MaterialClassDeclaration,
            (Product, b"QueryList") => QueryList,
            (QueryList, b"Query") => Query,
            (Compliance, b"DsDsg") => DsDsg,
            (DsDsg, b"DsDsgID") => DsDsgId,
            (DsDsg, b"ComplianceThreshold") => ComplianceThreshold,
            (DsDsg, b"ArticleInformation") => Unmodelled,
            _ => return self.child_of_header(name),
        })
    }

    /// The same for what stands once per document.
    fn child_of_header(self, name: &[u8]) -> Option<Self> {
        use Kind::*;
        Some(match (self, name) {
            (Main, b"BusinessInfo") => BusinessInfo,
            (Main, b"Product") => Product,
            (Main, b"ToolNameVersionID") => Unmodelled,
            (BusinessInfo, b"Request") => Request,
            (BusinessInfo, b"Response") => Response,
            (Request, b"RequestCompany") => RequestCompany,
            (Response, b"SupplyCompany") => SupplyCompany,
            (Request | Response, b"Contact") => Contact,
            (Request, b"Authorizer") => Unmodelled,
            (Response, b"Authorizer") => Authorizer,
            (RequestCompany | SupplyCompany, b"UniqueID") => CompanyId,
            _ => return None,
        })
    }

    /// The element's name, as paths have it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Attachment => "Attachment",
            Self::Authorizer => "Authorizer",
            Self::BusinessInfo => "BusinessInfo",
            Self::Compliance => "Compliance",
            Self::ComplianceThreshold => "ComplianceThreshold",
            Self::Composition => "Composition",
            Self::Contact => "Contact",
            Self::DeclarableList => "DeclarableSubstanceList",
            Self::DsDsg => "DsDsg",
            Self::DsDsgId => "DsDsgID",
            Self::EntryId => "EntryID",
            Self::Exemption => "Exemption",
            Self::Exemptions => "Exemptions",
            Self::Main => super::ROOT,
            Self::Mass => "Mass",
            Self::MassPercent => "MassPercent",
            Self::MatMassPercent => "MatMassPercent",
            Self::Material => "Material",
            Self::MaterialClass => "MaterialClass",
            Self::MaterialClassDeclaration => "MaterialClassDeclaration",
            Self::MaterialClassId => "MaterialClassID",
            Self::Product => "Product",
            Self::ProductId => "ProductID",
            Self::ProductPart => "ProductPart",
            Self::Query => "Query",
            Self::QueryList => "QueryList",
            Self::Request => "Request",
            Self::RequestCompany => "RequestCompany",
            Self::Response => "Response",
            Self::Substance => "Substance",
            Self::SubstanceGroup => "SubstanceGroup",
            Self::SupplyCompany => "SupplyCompany",
            Self::Threshold => "Threshold",
            Self::CompanyId
            | Self::DeclarableListId
            | Self::ExemptionListId
            | Self::SubstanceId => "UniqueID",
            Self::Unmodelled => "",
        }
    }

    /// Whether only one of it can stand in one parent.
    pub(super) fn is_single(self) -> bool {
        use Kind::*;
        matches!(
            self,
            Authorizer
                | BusinessInfo
                | Contact
                | ExemptionListId
                | Mass
                | MassPercent
                | MatMassPercent
                | MaterialClassId
                | Request
                | RequestCompany
                | Response
                | SupplyCompany
        )
    }

    /// Whether the attribute `name` is known here but has no place in the model: it is kept without a remark.
    pub(super) fn keeps_silently(self, name: &[u8]) -> bool {
        use Kind::*;
        if name.starts_with(b"xmlns") || name.starts_with(b"xsi:") || name.starts_with(b"xml:") {
            return true;
        }
        match self {
            Authorizer | Contact => matches!(
                name,
                b"country"
                    | b"stateProvince"
                    | b"city"
                    | b"street"
                    | b"postalCode"
                    | b"internalAddress"
                    | b"comment"
            ),
            BusinessInfo => name == b"fieldLock",
            Request | Response => name == b"internalSupplierID",
            RequestCompany | SupplyCompany => name == b"nameLocal",
            Product => matches!(name, b"productFamilyName" | b"isArticle"),
            ProductPart => name == b"isArticle",
            ProductId => matches!(name, b"effectiveDate" | b"isArticle"),
            DsDsg => matches!(name, b"comment"),
            Exemption => matches!(name, b"description" | b"identity" | b"regIndex"),
            _ => false,
        }
    }
}
