//! The elements of the format, and which stands in which.

/// An element by its role; one name can have two roles (`SubstanceCategoryList` in classes C and D).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// `SubstanceCategory` of class C.
    Answer,
    /// `SubstanceCategoryID` of class C.
    AnswerId,
    /// `SubstanceCategoryList` of class C.
    AnswerList,
    /// `SubstanceCategoryListID` of class C.
    AnswerListId,
    Amount,
    Authorizer,
    BusinessInfo,
    CompanyId,
    Concentration,
    Contact,
    Declaration,
    Email,
    Exemption,
    ExemptionId,
    ExemptionList,
    ExemptionListId,
    /// A material group of class B.
    Group,
    GroupId,
    GroupList,
    Include,
    /// `SubstanceCategory` of class D.
    Level,
    /// `SubstanceCategoryList` of class D.
    LevelList,
    MainDeclaration,
    Material,
    MaterialInfo,
    MaterialList,
    Phone,
    Product,
    ProductId,
    /// A query of class A.
    Query,
    QueryId,
    QueryList,
    QueryListId,
    Request,
    /// The company that asks; its element is named `...Company`.
    RequestCompany,
    Response,
    Sectional,
    SubProduct,
    SubSectional,
    Substance,
    SubstanceId,
    SupplyCompany,
    Threshold,
    /// The element of IPC-1752B that stands around the products.
    Wrapper,
    /// Known, but without a place in the model: kept without a remark.
    Unmodelled,
}

/// How many kinds there are.
pub(super) const KINDS: usize = Kind::Unmodelled as usize + 1;

impl Kind {
    /// The kind of the element `name` inside an element of this kind; `None`: it is not known there.
    pub(super) fn child(self, name: &[u8]) -> Option<Self> {
        use Kind::*;
        Some(match (self, name) {
            (Substance | Answer | Material | ProductId | Group, b"Amount") => Amount,
            (Substance, b"SubstanceID") => SubstanceId,
            (Substance | Answer | Material | Group, b"Concentration") => Concentration,
            (Level | LevelList | Material, b"Substance") => Substance,
            (LevelList, b"SubstanceCategory") => Level,
            (LevelList, b"SubstanceCategoryListID") => Unmodelled,
            (Level, b"SubstanceCategoryID" | b"Threshold") => Unmodelled,
            (Material, b"SubstanceCategoryList") => LevelList,
            (Answer, b"Threshold") => Threshold,
            (Answer, b"SubstanceCategoryID") => AnswerId,
            (AnswerList, b"SubstanceCategory") => Answer,
            (AnswerList, b"SubstanceCategoryListID") => AnswerListId,
            (MaterialInfo, b"SubstanceCategoryList") => AnswerList,
            (MaterialInfo, b"HomogeneousMaterialList") => MaterialList,
            (MaterialInfo | MaterialList, b"HomogeneousMaterial") => Material,
            (
                Product | SubProduct | MaterialInfo | MaterialList | Material | LevelList | Level
                | Substance | AnswerList | Answer,
                b"ExemptionList",
            ) => ExemptionList,
            (
                Product | SubProduct | MaterialInfo | MaterialList | Material | LevelList | Level
                | Substance | AnswerList | Answer | ExemptionList,
                b"Exemption",
            ) => Exemption,
            (ExemptionList | Exemption, b"ExemptionListID") => ExemptionListId,
            (Exemption, b"ExemptionID") => ExemptionId,
            (Product | SubProduct, b"ProductID") => ProductId,
            (Product | SubProduct, b"SubProduct") => SubProduct,
            (Product | SubProduct, b"MaterialInfo") => MaterialInfo,
            (MainDeclaration | Wrapper, b"Product") => Product,
            _ => return self.child_of_answers(name),
        })
    }

    /// The same for classes A and B, whose names come from no real file: see `docs/formats/ipc1752.md`.
    fn child_of_answers(self, name: &[u8]) -> Option<Self> {
        use Kind::*;
        Some(match (self, name) {
            (Product | SubProduct | MaterialInfo, b"QueryList") => QueryList,
            (QueryList, b"QueryListID") => QueryListId,
            (QueryList, b"Query") => Query,
            (Query, b"QueryID") => QueryId,
            (MaterialInfo, b"MaterialGroupList" | b"MaterialClassList") => GroupList,
            (GroupList, b"MaterialGroupListID" | b"MaterialClassListID") => Unmodelled,
            (MaterialInfo | GroupList, b"MaterialGroup" | b"MaterialClass") => Group,
            (Group, b"MaterialGroupID" | b"MaterialClassID") => GroupId,
            _ => return self.child_of_header(name),
        })
    }

    /// The same for what stands once per document.
    fn child_of_header(self, name: &[u8]) -> Option<Self> {
        use Kind::*;
        Some(match (self, name) {
            (MainDeclaration, b"IPC-1752B") => Wrapper,
            (MainDeclaration | Wrapper, b"BusinessInfo") => BusinessInfo,
            (MainDeclaration | Wrapper, b"Include") => Include,
            (BusinessInfo, b"Request") => Request,
            (BusinessInfo, b"Response") => Response,
            (BusinessInfo, b"Declaration") => Declaration,
            (Request, name) if name.ends_with(b"Company") => RequestCompany,
            (Request, b"Contact") => Contact,
            (Request, b"Authorizer") => Unmodelled,
            (Response, b"Authorizer") => Authorizer,
            (Response, b"SupplyCompany") => SupplyCompany,
            (Response, b"Contact") => Contact,
            (Authorizer | Contact, b"Email") => Email,
            (Authorizer | Contact, b"Phone") => Phone,
            (Authorizer | Contact, b"SurfaceAddress") => Unmodelled,
            (SupplyCompany | RequestCompany, b"CompanyID") => CompanyId,
            (Include, b"Sectional") => Sectional,
            (Sectional, b"SubSectional") => SubSectional,
            _ => return None,
        })
    }

    /// The element's name, as paths have it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Answer | Self::Level => "SubstanceCategory",
            Self::AnswerId => "SubstanceCategoryID",
            Self::AnswerList | Self::LevelList => "SubstanceCategoryList",
            Self::AnswerListId => "SubstanceCategoryListID",
            Self::Amount => "Amount",
            Self::Authorizer => "Authorizer",
            Self::BusinessInfo => "BusinessInfo",
            Self::CompanyId => "CompanyID",
            Self::Concentration => "Concentration",
            Self::Contact => "Contact",
            Self::Declaration => "Declaration",
            Self::Email => "Email",
            Self::Exemption => "Exemption",
            Self::ExemptionId => "ExemptionID",
            Self::ExemptionList => "ExemptionList",
            Self::ExemptionListId => "ExemptionListID",
            Self::Group => "MaterialGroup",
            Self::GroupId => "MaterialGroupID",
            Self::GroupList => "MaterialGroupList",
            Self::Include => "Include",
            Self::MainDeclaration => "MainDeclaration",
            Self::Material => "HomogeneousMaterial",
            Self::MaterialInfo => "MaterialInfo",
            Self::MaterialList => "HomogeneousMaterialList",
            Self::Phone => "Phone",
            Self::Product => "Product",
            Self::ProductId => "ProductID",
            Self::Query => "Query",
            Self::QueryId => "QueryID",
            Self::QueryList => "QueryList",
            Self::QueryListId => "QueryListID",
            Self::Request => "Request",
            Self::RequestCompany => "RequestCompany",
            Self::Response => "Response",
            Self::Sectional => "Sectional",
            Self::SubProduct => "SubProduct",
            Self::SubSectional => "SubSectional",
            Self::Substance => "Substance",
            Self::SubstanceId => "SubstanceID",
            Self::SupplyCompany => "SupplyCompany",
            Self::Threshold => "Threshold",
            Self::Wrapper => "IPC-1752B",
            Self::Unmodelled => "",
        }
    }

    /// Whether several of it can stand in one parent.
    pub(super) fn is_repeatable(self) -> bool {
        use Kind::*;
        self.owns_what_is_kept()
            || matches!(
                self,
                AnswerList
                    | Amount
                    | CompanyId
                    | Email
                    | Exemption
                    | ExemptionList
                    | GroupList
                    | Level
                    | LevelList
                    | MaterialInfo
                    | MaterialList
                    | Phone
                    | ProductId
                    | QueryList
                    | Sectional
                    | SubSectional
            )
    }

    /// Whether no real file shows this element inside `parent`: what is read of it is our reading.
    pub(super) fn is_unconfirmed(self, parent: Option<Self>) -> bool {
        match self {
            Self::GroupList | Self::QueryList => true,
            Self::Group => parent != Some(Self::GroupList),
            _ => false,
        }
    }

    /// Whether what is kept inside it is held by its own model type, so that paths inside one need not tell it from
    /// its neighbours.
    pub(super) fn owns_what_is_kept(self) -> bool {
        use Kind::*;
        matches!(self, Answer | Group | Material | Product | Query | SubProduct | Substance)
    }

    /// Whether the attribute `name` is known here but has no place in the model: it is kept without a remark.
    pub(super) fn keeps_silently(self, name: &[u8]) -> bool {
        use Kind::*;
        if name.starts_with(b"xmlns") || name.starts_with(b"xsi:") || name.starts_with(b"xml:") {
            return true;
        }
        matches!(
            (self, name),
            (Response | Request, b"fieldLock")
                | (Authorizer | Contact | Exemption | SupplyCompany, b"comment")
                | (Email | Phone, b"type")
                | (ProductId, b"effectiveDate")
                | (AnswerListId, b"revision")
                | (Level, b"reportableApplication" | b"comment")
                | (Exemption, b"description")
        )
    }
}
