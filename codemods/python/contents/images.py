"""PIL images: the old SDK encoded them when it sent them, the new one takes base64 text."""

from __future__ import annotations

from functools import cached_property

import libcst as cst

from codemods.api.call import Leaf, Made, Node
from codemods.python import helpers
from codemods.python.flow import Definition
from codemods.python.nodes import dotted
from codemods.python.strand import Helper, Import, Strand
from codemods.python.values import Values

_NAME = "image_content"
_MAKERS = frozenset(f"PIL.Image.{name}" for name in "open new fromarray frombytes frombuffer merge blend composite alpha_composite".split())
_IMAGE = "PIL.Image.Image"
#: Methods that give another image and leave theirs as it is.
_METHODS = frozenset("convert resize crop rotate copy transpose filter quantize reduce effect_spread point getchannel transform".split())
#: What only looks at an image.
_READ = _METHODS | frozenset(
    "size width height format mode info filename save show getbbox getpixel getdata histogram tobytes load".split()
)
_SHOWN = frozenset("display print len np.array np.asarray numpy.array numpy.asarray plt.imshow ax.imshow st.image type isinstance".split())
#: What google-genai did, in the words of the program: JPEG files are passed on in their own quality, everything else becomes PNG.
_ENCODED = '''\
def {name}(image):
    """An image as content of a request: a JPEG file as it is, anything else as PNG."""
    from_file = image.format == "JPEG" and getattr(image, "filename", "")
    data = io.BytesIO()
    if from_file and image.mode in ("1", "L", "RGB", "RGBX", "CMYK"):
        mime_type = "image/jpeg"
        image.save(data, "JPEG", quality="keep")
    else:
        mime_type = "image/png"
        image.save(data, "PNG")
    encoded = base64.b64encode(data.getvalue()).decode()
    return {{"type": "image", "data": encoded, "mime_type": mime_type}}
'''
#: What google.generativeai did.
_FILES = '''\
def {name}(image):
    """An image as content of a request: a file as it is, anything else as WebP."""
    filename = getattr(image, "filename", "")
    if filename and os.path.isfile(filename):
        mime_type = image.get_format_mimetype()
        with open(filename, "rb") as file:
            encoded = base64.b64encode(file.read()).decode()
    else:
        mime_type = "image/webp"
        data = io.BytesIO()
        image.save(data, "WEBP", lossless=True)
        encoded = base64.b64encode(data.getvalue()).decode()
    return {{"type": "image", "data": encoded, "mime_type": mime_type}}
'''
_IMPORTS = (Import("base64"), Import("io"))
#: The function and its imports, by the choice that says whose code it is.
_HELPERS = {"encoded": (_ENCODED, _IMPORTS), "files": (_FILES, (*_IMPORTS, Import("os")))}


class Images:
    """Follows the images of one module."""

    def __init__(self, values: Values) -> None:
        self.values = values

    def is_image(self, node: cst.BaseExpression | None, seen: frozenset[object] = frozenset()) -> bool:
        """Whether an expression certainly is a PIL image."""
        if node is None or node in seen:
            return False
        seen = seen | {node}
        if isinstance(node, cst.Name):
            definitions = self.values.definitions(node)
            return bool(definitions) and all(self._definition(d, seen) for d in definitions)
        if isinstance(node, cst.IfExp):
            return self.is_image(node.body, seen) and self.is_image(node.orelse, seen)
        if not isinstance(node, cst.Call):
            return False
        if self.values.symbol(node.func) in _MAKERS:
            return True
        return isinstance(node.func, cst.Attribute) and node.func.attr.value in _METHODS and self.is_image(node.func.value, seen)

    def _definition(self, definition: Definition, seen: frozenset[object]) -> bool:
        if definition.kind in ("assign", "walrus", "with"):
            return self.is_image(definition.value, seen)
        if definition.kind == "parameter" and isinstance(definition.node, cst.Param) and definition.node.annotation is not None:
            return definition.node.star == "" and self.values.annotated_symbols(definition.node.annotation.annotation) == [_IMAGE]
        return False

    def read(self, node: cst.BaseExpression, strand: Strand, depth: int, *, early: bool) -> Node | None:
        """The content for an image. ``early`` ones are encoded before the call is made: nothing may change them in between."""
        if early and not self._unchanged(node):
            strand.hold(
                node,
                "GI200",
                "this image may be changed between here and the call, which encoded it when it was made",
                "Encode the image in the call, or change it before it goes into the contents.",
            )
            return None
        strand.helpers.add(self.helper)
        return Made(self.helper.name, Leaf(node, depth))

    @cached_property
    def helper(self) -> Helper:
        """The function that encodes an image: the one the module has already, or a new one under a free name."""
        source, imports = _HELPERS[self.values.options.images]
        return helpers.known_or_new(_NAME, source, imports, self.values)

    def _unchanged(self, node: cst.BaseExpression) -> bool:
        """Whether an image is only looked at, in all the module; one without a name is nobody else's."""
        if not isinstance(node, cst.Name):
            return True
        uses = [use for definition in self.values.module.flow.definitions_of(node) for use in definition.uses]
        return all(self._only_looked_at(use) for use in uses)

    def _only_looked_at(self, use: cst.Name) -> bool:
        parent = self.values.module.parent(use)
        if isinstance(parent, cst.Attribute):
            return parent.attr.value in _READ
        if isinstance(parent, cst.Arg):
            call = self.values.module.parent(parent)
            method = call.func.attr.value if isinstance(call, cst.Call) and isinstance(call.func, cst.Attribute) else ""
            return isinstance(call, cst.Call) and (dotted(call.func) in _SHOWN or method in ("append", "insert"))
        return isinstance(parent, (cst.Element, cst.Expr, cst.If, cst.IfExp))
