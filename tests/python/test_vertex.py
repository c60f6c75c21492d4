"""Code of the vertexai SDK: what comes out, what stays and why, and what is nobody's business here."""

from __future__ import annotations

import ast

import pytest

from codemods.options import ASSUMPTIONS, Options
from codemods.outcome import Migration
from codemods.python import migrate
from tests.python.projects import index_of

SETTLED = Options(platform="enterprise")
EVERYTHING = Options(assume=frozenset(ASSUMPTIONS), platform="enterprise")
IMPORT = "import vertexai\nfrom vertexai.generative_models import GenerativeModel\n"
INIT = 'vertexai.init(project="p", location="us-central1")\n'
HEAD = IMPORT + INIT
CLIENT = 'client = genai.Client(enterprise=True, project="p", location="us-central1")\n'
NEW_HEAD = "from google import genai\n" + CLIENT
MODEL = 'model = GenerativeModel("gemini-2.5-flash")\n'
ASK = 'print(model.generate_content("Hi").text)\n'
NEW_MODEL = 'model = "gemini-2.5-flash"\n'
NEW_ASK = 'print(client.interactions.create(model=model, input="Hi", store=False).output_text)\n'


def run(text: str, options: Options = SETTLED) -> Migration:
    found = migrate(text, None, options)
    if found.changed:
        ast.parse(found.output)
        again = migrate(found.output, None, options)
        assert again.output == found.output, "a second run changes something"
    return found


def said(migration: Migration) -> list[tuple[int, str]]:
    return [(finding.span.line, finding.code) for finding in migration.left if finding.code != "GI215"]


GOING = {
    "init becomes a client": (HEAD + MODEL + ASK, NEW_HEAD + NEW_MODEL + NEW_ASK),
    "init that is imported by its name": (
        "from vertexai import init\nfrom vertexai.generative_models import GenerativeModel\n"
        'init(project="p", location="us-central1")\n' + MODEL + ASK,
        NEW_HEAD + NEW_MODEL + NEW_ASK,
    ),
    "init of aiplatform is the same function": (
        "from google.cloud import aiplatform\nfrom vertexai.generative_models import GenerativeModel\n"
        'aiplatform.init(project="p", location="us-central1")\n' + MODEL + ASK,
        NEW_HEAD + NEW_MODEL + NEW_ASK,
    ),
    "the module by its dotted name": (
        "import vertexai.generative_models\n" + INIT + 'model = vertexai.generative_models.GenerativeModel("gemini-2.5-flash")\n' + ASK,
        NEW_HEAD + NEW_MODEL + NEW_ASK,
    ),
    "the preview is the same": (
        HEAD.replace("vertexai.generative", "vertexai.preview.generative") + MODEL + ASK,
        NEW_HEAD + NEW_MODEL + NEW_ASK,
    ),
    "what init says for other things than requests goes": (
        IMPORT
        + 'vertexai.init(project="p", location="us-central1", staging_bucket="gs://b", api_transport="rest", network="n")\n'
        + MODEL
        + ASK,
        NEW_HEAD + NEW_MODEL + NEW_ASK,
    ),
    "credentials go along": (
        IMPORT + 'vertexai.init(project="p", location="us-central1", credentials=CREDENTIALS)\n' + MODEL + ASK,
        "from google import genai\n"
        'client = genai.Client(enterprise=True, project="p", location="us-central1", credentials=CREDENTIALS)\n' + NEW_MODEL + NEW_ASK,
    ),
    "a key of express mode has no place": (
        IMPORT + "vertexai.init(api_key=KEY)\n" + MODEL + ASK,
        "from google import genai\nclient = genai.Client(enterprise=True, api_key=KEY)\n" + NEW_MODEL + NEW_ASK,
    ),
    "ids come with their publisher": (
        HEAD + 'model = GenerativeModel("publishers/google/models/gemini-2.5-flash")\n' + ASK,
        NEW_HEAD + NEW_MODEL + NEW_ASK,
    ),
    "the same place said again in a row makes no second client": (
        HEAD.replace(INIT, "") + "from vertexai import rag\n" + INIT + INIT + MODEL + ASK + "rag.list_corpora()\n",
        "import vertexai\nfrom google import genai\nfrom vertexai import rag\n"
        + INIT
        + CLIENT
        + INIT
        + NEW_MODEL
        + NEW_ASK
        + "rag.list_corpora()\n",
    ),
    "a second place counts for the models that are made after it": (
        HEAD + 'vertexai.init(project="p", location="europe-west1")\n' + MODEL + ASK,
        NEW_HEAD + 'client = genai.Client(enterprise=True, project="p", location="europe-west1")\n' + NEW_MODEL + NEW_ASK,
    ),
    "a setting of a call replaces that of the model as a whole": (
        HEAD
        + 'model = GenerativeModel("gemini-2.5-flash", generation_config={"temperature": 0.5, "seed": 1})\n'
        + 'print(model.generate_content("Hi", generation_config={"seed": 2}).text)\n',
        NEW_HEAD
        + NEW_MODEL
        + 'print(client.interactions.create(model=model, input="Hi", generation_config={"seed": 2}, store=False).output_text)\n',
    ),
    "other settings of the model stay beside those of the call": (
        HEAD
        + 'model = GenerativeModel("gemini-2.5-flash", system_instruction="Be brief.", generation_config={"seed": 1})\n'
        + 'print(model.generate_content("Hi", generation_config={"seed": 2}).text)\n',
        NEW_HEAD
        + NEW_MODEL
        + 'print(client.interactions.create(model=model, input="Hi", system_instruction="Be brief.", generation_config={"seed": 2}, '
        "store=False).output_text)\n",
    ),
    "a config from a dictionary is that dictionary": (
        HEAD.replace("GenerativeModel", "GenerationConfig, GenerativeModel")
        + MODEL
        + 'print(model.generate_content("Hi", generation_config=GenerationConfig.from_dict({"seed": 2})).text)\n',
        NEW_HEAD
        + NEW_MODEL
        + 'print(client.interactions.create(model=model, input="Hi", generation_config={"seed": 2}, store=False).output_text)\n',
    ),
    "a declaration inside of its tool, and an answer inside of a part": (
        HEAD.replace("import GenerativeModel", "import FunctionDeclaration, GenerativeModel, Part, Tool")
        + MODEL
        + 'tool = Tool.from_function_declarations([FunctionDeclaration(name="f", parameters={"type": "object"})])\n'
        + 'print(model.generate_content(Part.from_text(model.generate_content("Hi").text), tools=[tool]).text)\n',
        NEW_HEAD
        + NEW_MODEL
        + 'tool = {"type": "function", "name": "f", "parameters": {"type": "object"}}\n'
        + "print(client.interactions.create(model=model, "
        + 'input={"type": "text", "text": client.interactions.create(model=model, input="Hi", store=False).output_text}, '
        + "tools=[tool], store=False).output_text)\n",
    ),
    "the text of the first candidate is the text": (
        HEAD + MODEL + 'r = model.generate_content("Hi")\nprint(r.candidates[0].text, r.candidates[0].content.text)\n',
        NEW_HEAD
        + NEW_MODEL
        + 'r = client.interactions.create(model=model, input="Hi", store=False)\nprint(r.output_text, r.output_text)\n',
    ),
    "types that a function imports go when nothing uses them any more": (
        "def ask(uri: str) -> str:\n"
        "    import vertexai\n\n    from vertexai.generative_models import GenerativeModel, Part\n\n"
        '    vertexai.init(project="p", location="us-central1")\n'
        '    part = Part.from_uri(uri, "image/png")\n'
        '    return GenerativeModel("gemini-2.5-flash").generate_content([part]).text\n',
        "def ask(uri: str) -> str:\n"
        "    from google import genai\n\n"
        '    client = genai.Client(enterprise=True, project="p", location="us-central1")\n'
        '    part = {"type": "image", "uri": uri, "mime_type": "image/png"}\n'
        '    return client.interactions.create(model="gemini-2.5-flash", input=[part], store=False).output_text\n',
    ),
    "a comment above such an import stays with it": (
        "def ask(uri: str) -> str:\n"
        "    import vertexai\n    # noqa: parts\n    from vertexai.generative_models import GenerativeModel, Part\n\n"
        '    vertexai.init(project="p", location="us-central1")\n'
        '    return GenerativeModel("gemini-2.5-flash").generate_content([Part.from_uri(uri, "image/png")]).text\n',
        "def ask(uri: str) -> str:\n"
        "    from google import genai\n    # noqa: parts\n    from google.genai.types import Part\n\n"
        '    client = genai.Client(enterprise=True, project="p", location="us-central1")\n'
        '    return client.interactions.create(model="gemini-2.5-flash", input=[{"type": "image", "uri": uri, "mime_type": "image/png"}], '
        "store=False).output_text\n",
    ),
    "an annotation of the SDK above a function that imports it itself": (
        "from vertexai.generative_models import ChatSession\n\n\n"
        "def ask(text: str) -> str:\n"
        "    import vertexai\n    from vertexai.generative_models import GenerativeModel\n\n"
        '    vertexai.init(project="p", location="us-central1")\n'
        '    chat: ChatSession = GenerativeModel("gemini-2.5-flash").start_chat()\n'
        "    return chat.send_message(text).text\n",
        "def ask(text: str) -> str:\n"
        "    from google import genai\n\n"
        '    client = genai.Client(enterprise=True, project="p", location="us-central1")\n'
        "    chat_interaction_id: str | None = None\n"
        '    interaction = client.interactions.create(model="gemini-2.5-flash", input=text, previous_interaction_id=chat_interaction_id)\n'
        "    chat_interaction_id = interaction.id\n"
        "    return interaction.output_text\n",
    ),
}


@pytest.mark.parametrize("name", GOING)
def test_goes(name: str) -> None:
    before, after = GOING[name]
    found = run(before)
    assert found.left == ()
    assert found.output.lstrip("\n") == after


def test_without_the_platform_everything_is_unsafe() -> None:
    found = run(HEAD + MODEL + ASK, Options())
    assert not found.changed
    assert {finding.assumptions for finding in found.left} == {("enterprise",)}
    assert {finding.fix for finding in found.left} == {"unsafe"}
    taken = run(HEAD + MODEL + ASK, Options(assume=frozenset({"enterprise"})))
    assert taken.output == NEW_HEAD + NEW_MODEL + NEW_ASK


PLACES = {
    "no init in the file": (
        "from vertexai.generative_models import GenerativeModel\n" + MODEL + ASK,
        'client = genai.Client(enterprise=True, location="us-central1")\n',
    ),
    "no location": (
        IMPORT + 'vertexai.init(project="p")\n' + MODEL + ASK,
        'client = genai.Client(enterprise=True, project="p", location="us-central1")\n',
    ),
    "no project": (
        IMPORT + 'vertexai.init(location="us-central1")\n' + MODEL + ASK,
        'client = genai.Client(enterprise=True, location="us-central1")\n',
    ),
    "nothing at all": (
        IMPORT + "vertexai.init()\n" + MODEL + ASK,
        'client = genai.Client(enterprise=True, location="us-central1")\n',
    ),
    "a location that the environment may not have": (
        "import os\n" + IMPORT + 'vertexai.init(project="p", location=os.getenv("PLACE"))\n' + MODEL + ASK,
        'client = genai.Client(enterprise=True, project="p", location=os.getenv("PLACE") or "us-central1")\n',
    ),
    "a name for such a location": (
        "import os\n" + IMPORT + 'PLACE = os.environ.get("PLACE")\nvertexai.init(project="p", location=PLACE)\n' + MODEL + ASK,
        'client = genai.Client(enterprise=True, project="p", location=PLACE or "us-central1")\n',
    ),
    "a parameter that is None when nothing is given": (
        IMPORT + 'def ask(place=None):\n    vertexai.init(project="p", location=place)\n    ' + MODEL + "    " + ASK,
        'client = genai.Client(enterprise=True, project="p", location=place or "us-central1")\n',
    ),
}


@pytest.mark.parametrize("name", PLACES)
def test_a_place_that_is_not_in_sight_is_an_assumption(name: str) -> None:
    before, client = PLACES[name]
    kept = run(before)
    assert not kept.changed
    assert [finding.code for finding in kept.left if finding.assumptions and finding.code == "GI231"], kept.left
    assert client in run(before, EVERYTHING).output


def test_a_location_with_a_default_is_in_sight() -> None:
    text = "import os\n" + IMPORT + 'vertexai.init(project=os.getenv("P"), location=os.getenv("PLACE", "europe-west1"))\n' + MODEL + ASK
    assert 'location=os.getenv("PLACE", "europe-west1"))\n' in run(text).output


def test_a_place_that_another_file_gives_is_no_assumption() -> None:
    files = {"a.py": 'import vertexai\nvertexai.init(project="p", location="europe-west1")\n', "b.py": PLACES["no init in the file"][0]}
    found = migrate(files["b.py"], index_of(files).at("/b.py"), EVERYTHING)
    assert not found.changed
    assert any("a.py" in finding.message for finding in found.left)


def test_another_init_in_another_file_gives_no_place() -> None:
    files = {"a.py": "import other\nother.init()\n", "b.py": PLACES["no init in the file"][0]}
    assert migrate(files["b.py"], index_of(files).at("/b.py"), EVERYTHING).changed


STAYING_INIT = {
    "search corpora": "from vertexai import rag\n",
    "evaluation": "from vertexai.evaluation import EvalTask\n",
    "another SDK of the same package": "from vertexai.language_models import TextEmbeddingModel\n",
    "aiplatform": "from google.cloud import aiplatform\naiplatform.Model.list()\n",
    "langchain": "from langchain_google_vertexai import VertexAI\n",
}


@pytest.mark.parametrize("name", STAYING_INIT)
def test_init_stays_for_others(name: str) -> None:
    found = run(IMPORT + STAYING_INIT[name] + INIT + MODEL + ASK)
    assert found.left == ()
    assert INIT + CLIENT in found.output
    assert "import vertexai\nfrom google import genai\n" in found.output
    assert "generative_models" not in found.output


def test_init_stays_when_it_starts_an_experiment() -> None:
    text = IMPORT + 'vertexai.init(project="p", location="us-central1", experiment="e")\n' + MODEL + ASK
    assert 'experiment="e")\n' + CLIENT in run(text).output


def test_init_stays_when_the_module_is_used_for_something_else() -> None:
    found = run(HEAD + MODEL + ASK + "print(vertexai.__version__)\n")
    assert INIT + CLIENT in found.output
    assert "print(vertexai.__version__)\n" in found.output


def test_init_in_a_function_without_requests_stays_without_a_word() -> None:
    text = (
        IMPORT + "from vertexai import rag\n\ndef make():\n    " + INIT + "    return rag.list_corpora()\n\n"
        "def ask():\n    " + INIT + "    " + MODEL + "    " + ASK
    )
    found = run(text)
    assert found.left == ()
    assert f"def make():\n    {INIT}    return rag" in found.output
    assert f"def ask():\n    {INIT}    {CLIENT}" in found.output


HELD = {
    "a model that is made before init is asked elsewhere": (IMPORT + MODEL + INIT + ASK, (3, "GI200")),
    "a model that is made between two places keeps the first": (
        HEAD + MODEL + 'vertexai.init(project="p", location="europe-west1")\n' + ASK,
        (5, "GI200"),
    ),
    "a function that says another place says it for the whole module": (
        HEAD + 'def move():\n    vertexai.init(project="p", location="europe-west1")\n\n' + MODEL + ASK,
        (5, "GI200"),
    ),
    "a name that means another place the second time": (
        IMPORT + 'P = "a"\nvertexai.init(project=P, location="l")\n' + MODEL + 'P = "b"\nvertexai.init(project=P, location="l")\n' + ASK,
        (7, "GI200"),
    ),
    "an address of one's own": (IMPORT + 'vertexai.init(project="p", location="l", api_endpoint="e")\n' + MODEL + ASK, (3, "GI200")),
    "metadata for every request": (IMPORT + 'vertexai.init(project="p", location="l", request_metadata=[])\n' + MODEL + ASK, (3, "GI200")),
    "a project and a key": (IMPORT + 'vertexai.init(project="p", api_key="k")\n' + MODEL + ASK, (3, "GI200")),
    "arguments that are not in sight": (IMPORT + "vertexai.init(**WHERE)\n" + MODEL + ASK, (3, "GI200")),
    "arguments that are made twice when init stays": (
        IMPORT + "from vertexai import rag\nvertexai.init(project=ask_user(), location='l')\n" + MODEL + ASK,
        (4, "GI200"),
    ),
    "a tuned model": (HEAD + 'model = GenerativeModel("projects/p/locations/l/endpoints/1")\n' + ASK, (4, "GI220")),
    "a config that is not in sight beside that of the model": (
        HEAD
        + 'def ask(config):\n    model = GenerativeModel("gemini-2.5-flash", generation_config={"seed": 1})\n    '
        + ASK.replace('"Hi"', '"Hi", generation_config=config'),
        (6, "GI203"),
    ),
    "an empty config of a call leaves that of the model": (
        HEAD
        + 'model = GenerativeModel("gemini-2.5-flash", generation_config={"seed": 1})\n'
        + ASK.replace('"Hi"', '"Hi", generation_config={}'),
        (5, "GI200"),
    ),
    "a model that something out of sight makes": (HEAD + "def ask(model: GenerativeModel):\n    " + ASK + "ask(make())\n", (5, "GI201")),
    "a model that a caller out of sight gives": (HEAD + "def ask(model: GenerativeModel):\n    " + ASK, (5, "GI201")),
    "a model for something that is not in sight": (HEAD + MODEL + ASK + "evaluate(model)\n", (6, "GI203")),
    "a declaration of a Python function": (
        HEAD.replace("import GenerativeModel", "import FunctionDeclaration, GenerativeModel, Tool")
        + 'model = GenerativeModel("gemini-2.5-flash", tools=[Tool([FunctionDeclaration.from_func(print)])])\n'
        + ASK,
        (4, "GI206"),
    ),
    "an image that finds its type out": (
        HEAD.replace("import GenerativeModel", "import GenerativeModel, Image")
        + MODEL
        + 'print(model.generate_content([Image.load_from_file("a.png"), "What?"]).text)\n',
        (5, "GI225"),
    ),
    "functions that are called by the SDK": (HEAD + MODEL + 'print(model.start_chat(responder=R).send_message("Hi").text)\n', (5, "GI206")),
    "a chat that is made by its class": (
        HEAD.replace("import GenerativeModel", "import ChatSession, GenerativeModel")
        + MODEL
        + 'print(ChatSession(model).send_message("Hi").text)\n',
        (5, "GI200"),
    ),
    "an error that nothing raises any more": (
        HEAD.replace("import GenerativeModel", "import GenerativeModel, ResponseValidationError")
        + MODEL
        + "try:\n    "
        + ASK
        + "except ResponseValidationError:\n    pass\n",
        (7, "GI207"),
    ),
    "the ValueError of a text that is not there": (
        HEAD + MODEL + "try:\n    " + ASK + "except ValueError:\n    pass\n",
        (7, "GI207"),
    ),
    "a finish reason by its name": (
        HEAD.replace("import GenerativeModel", "import FinishReason, GenerativeModel")
        + MODEL
        + 'print(model.generate_content("Hi").candidates[0].finish_reason == FinishReason.STOP)\n',
        (5, "GI208"),
    ),
    "what is made of an answer as a dictionary": (HEAD + MODEL + 'print(model.generate_content("Hi").to_dict())\n', (5, "GI205")),
    "a text of another candidate": (HEAD + MODEL + 'print(model.generate_content("Hi").candidates[1].text)\n', (5, "GI200")),
    "an option that the service has no word for": (
        HEAD + MODEL + ASK.replace('"Hi"', '"Hi", generation_config={"top_k": 3}'),
        (5, "GI214"),
    ),
    "a stream that may be one": (HEAD + MODEL + ASK.replace('"Hi"', '"Hi", stream=FLAG'), (5, "GI203")),
}


@pytest.mark.parametrize("name", HELD)
def test_stays_with_a_reason(name: str) -> None:
    before, expected = HELD[name]
    found = run(before, EVERYTHING)
    assert not found.changed
    assert expected in said(found)
    assert all(finding.help for finding in found.left)


SEARCH = HEAD.replace("import GenerativeModel", "import GenerativeModel, Tool, grounding") + MODEL
STORES = {
    "a whole name": (
        'grounding.VertexAISearch("projects/p/locations/l/collections/default_collection/dataStores/d")',
        '"projects/p/locations/l/collections/default_collection/dataStores/d"',
    ),
    "a name that has to be whole": ("grounding.VertexAISearch(datastore=STORE)", "STORE"),
    "a name that is put together": (
        'grounding.VertexAISearch(datastore="d", project=PROJECT, location="global")',
        'f"projects/{PROJECT}/locations/global/collections/default_collection/dataStores/d"',
    ),
}


@pytest.mark.parametrize("name", STORES)
def test_a_data_store_is_searched(name: str) -> None:
    old, new = STORES[name]
    found = run(
        SEARCH + f'tool = Tool.from_retrieval(grounding.Retrieval({old}))\nprint(model.generate_content("Hi", tools=[tool]).text)\n',
        EVERYTHING,
    )
    assert found.left == ()
    assert (
        'tool = {"type": "retrieval", "retrieval_types": ["vertex_ai_search"], "vertex_ai_search_config": {"datastores": [' + new + "]}}\n"
    ) in found.output


NO_STORES = {
    "a name that may be whole": "grounding.Retrieval(grounding.VertexAISearch(STORE, project=P, location=L))",
    "half a place": 'grounding.Retrieval(grounding.VertexAISearch("d", project=P))',
    "an option": 'grounding.Retrieval(grounding.VertexAISearch("projects/p/d"), disable_attribution=True)',
    "something under a name": "RETRIEVAL",
    "a corpus": "rag.Retrieval(rag.VertexRagStore())",
}


@pytest.mark.parametrize("name", NO_STORES)
def test_a_search_that_is_not_all_in_sight_stays(name: str) -> None:
    text = SEARCH + f'tool = Tool.from_retrieval({NO_STORES[name]})\nprint(model.generate_content("Hi", tools=[tool]).text)\n'
    found = run(text, EVERYTHING)
    assert not found.changed
    assert (5, "GI214") in said(found)


def test_two_retired_sdks_in_one_file_stay() -> None:
    text = HEAD + 'import google.generativeai as genai\ngenai.configure(api_key="k")\n' + MODEL + ASK
    found = run(text + 'print(genai.GenerativeModel("gemini-2.5-flash").generate_content("Hi").text)\n', EVERYTHING)
    assert not found.changed
    assert (1, "GI200") in said(found)


OTHERS = {
    "evaluation alone": "import vertexai\nfrom vertexai.evaluation import EvalTask\n"
    + INIT
    + "EvalTask(dataset=d, metrics=[]).evaluate()\n",
    "agents": "import vertexai\nfrom vertexai import agent_engines\n" + INIT + "agent_engines.create(agent)\n",
    "the client of another SDK": 'import vertexai\nclient = vertexai.Client(project="p", location="l")\nclient.evals.evaluate(dataset=d)\n',
    "embeddings": "from vertexai.language_models import TextEmbeddingModel\n"
    'TextEmbeddingModel.from_pretrained("text-embedding-005").get_embeddings(["a"])\n',
    "chats of models before Gemini": "import vertexai\nfrom vertexai.language_models import ChatModel\n"
    + INIT
    + 'chat = ChatModel.from_pretrained("chat-bison").start_chat()\nprint(chat.send_message("Hi").text)\n',
    "pictures": 'from vertexai.preview.vision_models import ImageGenerationModel\nImageGenerationModel.from_pretrained("imagen").x()\n',
    "aiplatform": 'from google.cloud import aiplatform\naiplatform.init(project="p")\naiplatform.Model.upload(display_name="m")\n',
    "a module of one's own with that name": "from .vertexai import init\nfrom mine.generative_models import GenerativeModel\n"
    "init()\n" + MODEL + ASK,
    "a class of one's own with that name": "class GenerativeModel:\n    def __init__(self, name): ...\n    def generate_content(self, text): ...\n"
    + MODEL
    + ASK,
}


@pytest.mark.parametrize("name", OTHERS)
def test_is_nobodys_business(name: str) -> None:
    found = run(OTHERS[name], EVERYTHING)
    assert not found.changed
    assert found.findings == ()


def test_another_object_with_the_same_methods_stays_beside_ours() -> None:
    text = HEAD + MODEL + ASK + "other = Other()\nprint(other.candidates[0].text, other.count_tokens('x'))\n"
    assert run(text).output.endswith("other = Other()\nprint(other.candidates[0].text, other.count_tokens('x'))\n")


def test_a_name_that_is_not_always_an_answer_keeps_its_words() -> None:
    text = HEAD + MODEL + 'r = model.generate_content("Hi") if FLAG else load()\nprint(r.candidates[0].text)\n'
    assert not run(text, EVERYTHING).changed


def test_a_chat_says_that_it_raised_for_incomplete_answers() -> None:
    text = HEAD + MODEL + 'chat = model.start_chat()\nprint(chat.send_message("Hi").text)\n'
    assert any("ResponseValidationError" in note.message for note in run(text).notes)
    quiet = text.replace("start_chat()", "start_chat(response_validation=False)")
    assert not any("ResponseValidationError" in note.message for note in run(quiet).notes)
