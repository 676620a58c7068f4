import java.io.FileOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.xml.crypto.dsig.DigestMethod;
import javax.xml.crypto.dsig.Transform;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMSignContext;
import javax.xml.crypto.dsig.spec.C14NMethodParameterSpec;
import javax.xml.crypto.dsig.spec.TransformParameterSpec;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;

/** Signs DOCUMENT in many ways: `java Signatures.java ED25519-PKCS8-PEM DOCUMENT FOLDER` writes NAME.xml and NAME.pem, the public key. */
class Signatures {
    static final String EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#";
    static final String INCLUSIVE = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315";
    static final String MORE = "http://www.w3.org/2001/04/xmldsig-more#";
    static final String SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256";
    static final String SHA384 = "http://www.w3.org/2001/04/xmldsig-more#sha384";
    static final String SHA512 = "http://www.w3.org/2001/04/xmlenc#sha512";
    static final XMLSignatureFactory FACTORY = XMLSignatureFactory.getInstance("DOM");

    static String document, folder;

    public static void main(String[] arguments) throws Exception {
        document = arguments[1];
        folder = arguments[2];
        var pem = Files.readString(Path.of(arguments[0])).replaceAll("-----.*-----|\\s", "");
        var spec = new PKCS8EncodedKeySpec(Base64.getDecoder().decode(pem));
        var ed25519 = new KeyPair(null, KeyFactory.getInstance("Ed25519").generatePrivate(spec));
        var generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        var rsa = generator.generateKeyPair();
        var p256 = curve("secp256r1");
        var p384 = curve("secp384r1");
        var eddsa = "http://www.w3.org/2021/04/xmldsig-more#eddsa-ed25519";
        sign("ed25519", ed25519, eddsa, SHA256, EXCLUSIVE, EXCLUSIVE);
        sign("refused--ed25519-inclusive", ed25519, eddsa, SHA256, INCLUSIVE, INCLUSIVE);
        sign("rsa-sha256", rsa, MORE + "rsa-sha256", SHA256, EXCLUSIVE, EXCLUSIVE);
        sign("rsa-sha384-inclusive", rsa, MORE + "rsa-sha384", SHA384, INCLUSIVE, INCLUSIVE);
        sign("rsa-sha512-implied", rsa, MORE + "rsa-sha512", SHA512, null, INCLUSIVE);
        sign("rsa-mixed-forms", rsa, MORE + "rsa-sha256", SHA256, INCLUSIVE, EXCLUSIVE);
        sign("ecdsa-p256", p256, MORE + "ecdsa-sha256", SHA256, EXCLUSIVE, EXCLUSIVE);
        sign("ecdsa-p384-implied", p384, MORE + "ecdsa-sha384", SHA384, null, EXCLUSIVE);
        sign("refused--with-comments", p256, MORE + "ecdsa-sha256", SHA256, EXCLUSIVE + "WithComments", EXCLUSIVE);
        sign("refused--version-1.1", p256, MORE + "ecdsa-sha256", SHA256, "http://www.w3.org/2006/12/xml-c14n11", EXCLUSIVE);
    }

    static KeyPair curve(String name) throws Exception {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(name));
        return generator.generateKeyPair();
    }

    static void sign(String name, KeyPair keys, String method, String digest, String form, String infoForm) throws Exception {
        List<Transform> transforms = new ArrayList<>();
        transforms.add(FACTORY.newTransform(Transform.ENVELOPED, (TransformParameterSpec) null));
        if (form != null) transforms.add(FACTORY.newTransform(form, (TransformParameterSpec) null));
        var hash = FACTORY.newDigestMethod(digest, null);
        var reference = FACTORY.newReference("", hash, transforms, null, null);
        var info = FACTORY.newSignedInfo(
            FACTORY.newCanonicalizationMethod(infoForm, (C14NMethodParameterSpec) null),
            FACTORY.newSignatureMethod(method, null),
            List.of(reference));
        var builders = DocumentBuilderFactory.newInstance();
        builders.setNamespaceAware(true);
        var parsed = builders.newDocumentBuilder().parse(document);
        var context = new DOMSignContext(keys.getPrivate(), parsed.getDocumentElement());
        FACTORY.newXMLSignature(info, null).sign(context);
        try (var out = new FileOutputStream(folder + "/" + name + ".xml")) {
            TransformerFactory.newInstance().newTransformer().transform(new DOMSource(parsed), new StreamResult(out));
        }
        if (keys.getPublic() != null) {
            var der = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(keys.getPublic().getEncoded());
            Files.writeString(Path.of(folder, name + ".pem"), "-----BEGIN PUBLIC KEY-----\n" + der + "\n-----END PUBLIC KEY-----\n");
        }
    }
}
